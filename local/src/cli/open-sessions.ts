import path from 'node:path/posix';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { equals } from '@video-service/shared/dynamodb/conditions';
import { where } from '@video-service/shared/dynamodb/expressions';
import { queryAll } from '@video-service/shared/dynamodb/query-all';
import { Session as StoredSession } from '@video-service/shared/session';
import * as v from 'valibot';
import type { Session } from './session.ts';

const Key = v.object({ id: v.string() });

/** The unfinished sessions in the table, with their progress. */
export const listOpenSessions = async (
  client: DynamoDBClient,
  TableName: string,
): Promise<Session[]> => {
  const db = DynamoDBDocumentClient.from(client);
  const sessions: Session[] = [];
  const query = { TableName, IndexName: 'open-sessions', ...where(equals('open', 'open')) };
  for await (const row of queryAll(db, query)) {
    const { Item } = await db.send(new GetCommand({ TableName, Key: v.parse(Key, row) }));
    if (Item) sessions.push(sessionOf(v.parse(StoredSession, Item)));
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
