import type { LogAccess } from '../http-api/access-log.ts';
import type { Translate } from '../http-api/translate.ts';
import type { createThrottle } from '../http-api/throttle.ts';
import type { Connection } from './connections.ts';
import type { Run } from './integrations.ts';
import { newId } from './peer.ts';
import { accessContextOf, messageEvent } from './socket-event.ts';
import type { WebSocketApiConfig } from './websocket-api-config.ts';

const POLICY_VIOLATION = 1008;

export type MessagePorts = {
  run: Run;
  allow: ReturnType<typeof createThrottle>;
  now: () => number;
  translate: Translate;
  logAccess: LogAccess;
};

/** Passes a client's message to its route's function; a flooding client is disconnected. */
export const receive = async (
  connection: Connection,
  body: string,
  { run, allow, now, logAccess }: MessagePorts,
): Promise<void> => {
  const api = connection.api();
  if (!allow(connection, api.throttling)) {
    connection.close(POLICY_VIOLATION, 'Limit exceeded');
    return;
  }
  const route = routeOf(api, body);
  if (!route) {
    complain(connection, 'Forbidden');
    return;
  }
  const event = messageEvent(connection, { routeKey: route.routeKey, body }, now());
  const outcome = await run(route, event);
  logAccess(api.accessLog, accessContextOf(event.requestContext, outcome.status));
  if (outcome.status === 502) complain(connection, 'Internal server error');
  else if (outcome.status === 504) complain(connection, 'Endpoint request timed out');
  else if (route.responds && outcome.body !== undefined) connection.send(outcome.body);
};

const complain = ({ connectionId, send }: Connection, message: string) =>
  void send(JSON.stringify({ message, connectionId, requestId: newId() }));

const routeOf = ({ routes, actionField }: WebSocketApiConfig, text: string) => {
  const action = actionIn(text, actionField);
  return (
    routes.find(({ routeKey }) => routeKey === action && !routeKey.startsWith('$')) ??
    routes.find(({ routeKey }) => routeKey === '$default')
  );
};

const actionIn = (text: string, field: string): unknown => {
  try {
    const message: unknown = JSON.parse(text);
    return typeof message === 'object' && message !== null
      ? new Map(Object.entries(message)).get(field)
      : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
};
