import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Connection, Connections } from './connections.ts';

const NORMAL_CLOSURE = 1000;

type Reply = { status: number; error?: string; body?: object };

/**
 * The `@connections` API, for authenticated requests.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-how-to-call-websocket-api-connections.html
 */
export const createManagement =
  (connections: Pick<Connections, 'find'>, maxBytes: number) =>
  (request: IncomingMessage, response: ServerResponse, data: Buffer): void => {
    const id = connectionIdIn(request.url ?? '/');
    const connection = id === undefined ? undefined : connections.find(id);
    if (id === undefined) reply(response, { status: 404, error: 'NotFoundException' });
    else if (!connection) reply(response, { status: 410, error: 'GoneException' });
    else reply(response, manage(connection, request.method, { data, maxBytes }));
  };

const manage = (
  connection: Connection,
  method: string | undefined,
  { data, maxBytes }: { data: Buffer; maxBytes: number },
): Reply => {
  if (method === 'GET') return { status: 200, body: describe(connection) };
  if (method === 'DELETE') {
    connection.close(NORMAL_CLOSURE, 'Connection Closed Normally');
    return { status: 204 };
  }
  if (method !== 'POST') return { status: 403, error: 'ForbiddenException' };
  if (data.length > maxBytes) return { status: 413, error: 'PayloadTooLargeException' };
  return connection.send(data.toString())
    ? { status: 200 }
    : { status: 429, error: 'LimitExceededException' };
};

const describe = ({ connectedAt, lastActiveAt, sourceIp, userAgent }: Connection) => ({
  connectedAt: new Date(connectedAt).toISOString(),
  identity: { sourceIp, userAgent },
  lastActiveAt: new Date(lastActiveAt()).toISOString(),
});

const reply = (response: ServerResponse, { status, error, body }: Reply) => {
  const json = body ?? (error && { message: error });
  response.writeHead(status, {
    'x-amzn-RequestId': randomUUID(),
    ...(error && { 'x-amzn-errortype': error }),
    ...(json && { 'Content-Type': 'application/json' }),
  });
  response.end(json && JSON.stringify(json));
};

// Clients may or may not encode the "=" of an id.
const connectionIdIn = (url: string) =>
  /\/(?:@|%40)connections\/([^/?]+)(?:\?|$)/iu.exec(url)?.[1]?.replace(/%3d$/iu, '=');
