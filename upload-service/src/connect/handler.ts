import type { APIGatewayProxyWebsocketHandlerV2 } from 'aws-lambda';
import { createDb } from '@video-service/shared/dynamodb/client';
import { readEnv } from '@video-service/shared/env';
import * as v from 'valibot';
import { isOpen, owner } from '../owner/from-env.ts';
import { createConnectionStore } from '../stores/connection-store.ts';

const env = readEnv('CONNECTION_TABLE_NAME');
const connections = createConnectionStore(createDb(), env.CONNECTION_TABLE_NAME);

// The types do not describe the parameters of $connect.
const Connect = v.object({
  headers: v.optional(v.record(v.string(), v.string()), {}),
  queryStringParameters: v.nullish(v.object({ ticket: v.optional(v.string(), '') })),
});

export const handler: APIGatewayProxyWebsocketHandlerV2 = async (event) => {
  const { headers, queryStringParameters } = v.parse(Connect, event);
  const ticket = queryStringParameters?.ticket ?? '';
  const isOwner = await owner.mayConnect({ headers, ticket });
  if (!isOpen && !isOwner) return { statusCode: 401 };
  await connections.open(event.requestContext.connectionId, { isOwner });
  return { statusCode: 200 };
};
