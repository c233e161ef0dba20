import type { APIGatewayProxyWebsocketHandlerV2 } from 'aws-lambda';
import { createDb } from '@video-service/shared/dynamodb/client';
import { readEnv } from '@video-service/shared/env';
import { createSocket } from '../live/socket-adapter.ts';
import { createConnectionStore } from '../stores/connection-store.ts';
import { createDeletionStore } from '../stores/deletion-store.ts';
import { createSessionStore } from '../stores/session-store.ts';
import { subscribe } from './subscribe.ts';

const env = readEnv('SESSION_TABLE_NAME', 'CONNECTION_TABLE_NAME', 'WEBSOCKET_ADDRESS');
const db = createDb();
const ports = {
  sessions: createSessionStore(db, env.SESSION_TABLE_NAME),
  deletions: createDeletionStore(db, env.SESSION_TABLE_NAME),
  connections: createConnectionStore(db, env.CONNECTION_TABLE_NAME),
  socket: createSocket(env.WEBSOCKET_ADDRESS),
};

export const handler: APIGatewayProxyWebsocketHandlerV2 = async ({ requestContext, body }) => {
  await subscribe({ connectionId: requestContext.connectionId, body }, ports);
  return { statusCode: 200 };
};
