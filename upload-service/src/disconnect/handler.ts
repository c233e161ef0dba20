import type { APIGatewayProxyWebsocketHandlerV2 } from 'aws-lambda';
import { createDb } from '@video-service/shared/dynamodb/client';
import { readEnv } from '@video-service/shared/env';
import { createConnectionStore } from '../stores/connection-store.ts';

const env = readEnv('CONNECTION_TABLE_NAME');
const connections = createConnectionStore(createDb(), env.CONNECTION_TABLE_NAME);

export const handler: APIGatewayProxyWebsocketHandlerV2 = async ({ requestContext }) => {
  await connections.close(requestContext.connectionId);
  return { statusCode: 200 };
};
