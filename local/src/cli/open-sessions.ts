import path from 'node:path/posix';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, paginateQuery } from '@aws-sdk/lib-dynamodb';
import { equals } from '@video-service/shared/dynamodb/conditions';
import { where } from '@video-service/shared/dynamodb/expressions';
import { Session as StoredSession } from '@video-service/shared/session';
import * as v from 'valibot';
import type { Session } from './session.ts';

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
    { TableName, IndexName: 'open-sessions', ...where(equals('open', 'open')) },
  );
  for await (const { Items } of pages) {
    for (const { id } of v.parse(Keys, Items)) {
      const { Item } = await db.send(new GetCommand({ TableName, Key: { id } }));
      if (Item) sessions.push(sessionOf(v.parse(StoredSession, Item)));
    }
  }
  return sessions;
};

const sessionOf = ({ id, source, gif, captures, labelled, createdAt }: StoredSession) => ({
  id,
  name: path.basename(source.key),
  uploadedAt: Date.parse(createdAt),
  gif: gif !== undefined,
  ...(captures !== undefined && { captureCount: captures }),
  labelled,
});
