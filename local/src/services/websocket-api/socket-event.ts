import type { IncomingMessage } from 'node:http';
import type { AccessContext } from '../http-api/access-log.ts';
import { formatRequestTime, sourceIpOf } from '../http-api/event.ts';
import { newId, type Peer } from './peer.ts';

const HOP_BY_HOP = new Set(['connection', 'upgrade']);

/** The event of `$connect`, with the upgrade's headers and query. */
export const connectEvent = (peer: Peer, request: IncomingMessage, nowMs: number) => {
  const headers = headersOf(request);
  const query = valuesByName(new URLSearchParams(request.url?.split('?', 2)[1]));
  return {
    headers: lastOf(headers),
    multiValueHeaders: headers,
    ...(Object.keys(query).length > 0 && {
      queryStringParameters: lastOf(query),
      multiValueQueryStringParameters: query,
    }),
    requestContext: contextOf(peer, { routeKey: '$connect', eventType: 'CONNECT' }, nowMs),
    isBase64Encoded: false,
  };
};

/** The event of a client's message. */
export const messageEvent = (
  peer: Peer,
  { routeKey, body }: { routeKey: string; body: string },
  nowMs: number,
) => ({
  requestContext: {
    ...contextOf(peer, { routeKey, eventType: 'MESSAGE' }, nowMs),
    messageId: newId(),
  },
  body,
  isBase64Encoded: false,
});

/** The event of `$disconnect`. */
export const disconnectEvent = (
  peer: Peer,
  { code, reason }: { code: number; reason: string },
  nowMs: number,
) => {
  const headers = {
    Host: peer.domainName,
    'x-api-key': '',
    'X-Forwarded-For': '',
    'x-restapi': '',
  };
  return {
    headers,
    multiValueHeaders: Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, [value]]),
    ),
    requestContext: {
      ...contextOf(peer, { routeKey: '$disconnect', eventType: 'DISCONNECT' }, nowMs),
      disconnectStatusCode: code,
      disconnectReason: reason || (code === 1005 ? 'Client-side close frame status not set' : ''),
    },
    isBase64Encoded: false,
  };
};

const contextOf = (
  { api, connectionId, connectedAt, domainName, sourceIp, userAgent }: Peer,
  occasion: { routeKey: string; eventType: 'CONNECT' | 'MESSAGE' | 'DISCONNECT' },
  nowMs: number,
) => {
  const requestId = newId();
  return {
    ...occasion,
    extendedRequestId: requestId,
    requestTime: formatRequestTime(nowMs),
    messageDirection: 'IN' as const,
    stage: api().stage,
    connectedAt,
    requestTimeEpoch: nowMs,
    identity: { sourceIp, userAgent },
    requestId,
    domainName,
    connectionId,
    apiId: api().id,
  };
};

type SocketContext = ReturnType<typeof contextOf>;

/** The access log values of an event and its outcome. */
export const accessContextOf = (
  { identity, ...context }: SocketContext,
  status: number,
): AccessContext => ({
  ...context,
  'identity.sourceIp': identity.sourceIp,
  'identity.userAgent': identity.userAgent,
  status,
});

const headersOf = (request: IncomingMessage) => {
  const names = request.rawHeaders.filter((_, index) => index % 2 === 0);
  const sent = names.flatMap((name): [string, string[]][] => {
    const values = request.headersDistinct[name.toLowerCase()];
    return HOP_BY_HOP.has(name.toLowerCase()) || !values ? [] : [[name, values]];
  });
  return Object.fromEntries([
    ...sent,
    ['X-Forwarded-For', [sourceIpOf(request)]],
    ['X-Forwarded-Port', [String(request.socket.localPort)]],
    ['X-Forwarded-Proto', ['http']],
  ]) as Record<string, string[]>;
};

const valuesByName = (query: URLSearchParams) =>
  Object.fromEntries([...query.keys()].map((name) => [name, query.getAll(name)]));

const lastOf = (values: Record<string, string[]>) =>
  Object.fromEntries(Object.entries(values).map(([name, all]) => [name, all.at(-1)]));
