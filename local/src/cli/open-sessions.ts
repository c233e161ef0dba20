import path from 'node:path/posix';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, paginateQuery } from '@aws-sdk/lib-dynamodb';
import { equals } from '@video-service/shared/dynamodb/conditions';
import { where } from '@video-service/shared/dynamodb/expressions';
import * as v from 'valibot';
import type { Session } from './session.ts';

const Row = v.object({
  id: v.string(),
  source: v.object({ key: v.string() }),
  gif: v.optional(v.string()),
  captures: v.optional(v.number()),
  labelled: v.optional(v.set(v.string()), () => new Set<string>()),
  createdAt: v.pipe(v.string(), v.isoTimestamp()),
});

const Keys = v.array(v.object({ id: v.string() }));

/** The unfinished sessions in the table, with their progress. */
export const listOpenSessions = async (
  client: DynamoDBClient,
  TableName: string,
): Promise<Session[]> => {
  const db = DynamoDBDocumentClient.from(client);
  const sessions: Session[] = [];
  const pages = paginateQuery(
    { client: db },
    {
      TableName,
      IndexName: 'open-sessions',
      ...where(equals('open', 'open')),
    },
  );
  for await (const { Items } of pages) {
    for (const { id } of v.parse(Keys, Items)) {
      const { Item } = await db.send(new GetCommand({ TableName, Key: { id } }));
      if (Item) sessions.push(sessionOf(v.parse(Row, Item)));
    }
  }
  return sessions;
};

const sessionOf = ({
  id,
  source,
  gif,
  captures,
  labelled,
  createdAt,
}: v.InferOutput<typeof Row>) => ({
  id,
  name: path.basename(source.key),
  uploadedAt: Date.parse(createdAt),
  gif: gif !== undefined,
  ...(captures !== undefined && { captures }),
  labelled,
});
