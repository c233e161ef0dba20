import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { readEnv } from '@video-service/shared/env';
import { createSessionStore } from '../stores/session-store.ts';
import { converse } from './conversation.ts';
import { createGraphApi } from './graph-api.ts';

const env = readEnv(
  'SESSION_TABLE_NAME',
  'GRAPH_API_URL',
  'GRAPH_API_VERSION',
  'FACEBOOK_BOT_PAGE_ACCESS_TOKEN',
  'FACEBOOK_APP_SECRET',
);

const db = DynamoDBDocumentClient.from(new DynamoDBClient());

/** The Send API as our page. */
export const graph = createGraphApi({
  baseUrl: env.GRAPH_API_URL,
  version: env.GRAPH_API_VERSION,
  pageToken: env.FACEBOOK_BOT_PAGE_ACCESS_TOKEN,
  appSecret: env.FACEBOOK_APP_SECRET,
});

export const sessions = createSessionStore(db, env.SESSION_TABLE_NAME);

/** The conversation with the person of a session. */
export const conversation = (session: { id: string; sender: string }) =>
  converse(session, { sessions, graph });
