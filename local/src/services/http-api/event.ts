import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { ACCOUNT_ID } from '../../engine/account.ts';
import type { ApiRoute } from './routes.ts';

// Any other body is passed on in base64, even without a content type.
const TEXT = /^(?:text\/.*|application\/(?:json|xml|javascript))$/iu;
const HOP_BY_HOP = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'te',
  'transfer-encoding',
  'upgrade',
]);

/** A request with its matched route. */
export type RoutedRequest = {
  request: IncomingMessage;
  route: ApiRoute;
  path: string;
  query: string;
  pathParameters: Record<string, string>;
  body: Buffer;
  /** The origin that the request came to. */
  reached: string | undefined;
  requestId: string;
};

/**
 * The event of payload format 2.0. As on AWS, `rawPath` is decoded.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export const createEvent = (routed: RoutedRequest, nowMs: number): APIGatewayProxyEventV2 => {
  const { request, route, path, query, pathParameters, body } = routed;
  const { cookie, ...headers } = headersOf(routed);
  const parameters = parametersIn(query);
  return {
    version: '2.0',
    routeKey: route.routeKey,
    rawPath: path,
    rawQueryString: query,
    ...(cookie !== undefined && { cookies: cookie.split(/; */u) }),
    headers,
    ...(Object.keys(parameters).length > 0 && { queryStringParameters: parameters }),
    ...(Object.keys(pathParameters).length > 0 && { pathParameters }),
    requestContext: contextOf(routed, nowMs),
    ...encodeBody(body, request.headers),
  };
};

const contextOf = ({ request, route, path, reached, requestId }: RoutedRequest, nowMs: number) => {
  const domainName = reached ? new URL(reached).host : '';
  return {
    accountId: ACCOUNT_ID,
    apiId: route.api.id,
    domainName,
    domainPrefix: domainName.split(/[.:]/u)[0] ?? '',
    http: {
      method: request.method ?? 'GET',
      path,
      protocol: `HTTP/${request.httpVersion}`,
      sourceIp: sourceIpOf(request),
      userAgent: request.headers['user-agent'] ?? '',
    },
    requestId,
    routeKey: route.routeKey,
    stage: '$default',
    time: formatRequestTime(nowMs),
    timeEpoch: nowMs,
  };
};

const headersOf = ({ request, reached }: RoutedRequest): Record<string, string> => {
  const { host, protocol, port } = new URL(reached ?? 'http://localhost');
  const headers: Record<string, string> = Object.fromEntries(
    Object.entries(request.headersDistinct)
      .filter(([name]) => !HOP_BY_HOP.has(name))
      .map(([name, values = []]) => [name, values.join(',')]),
  );
  const root = `${Math.floor(Date.now() / 1000).toString(16)}-${randomBytes(12).toString('hex')}`;
  return {
    'x-amzn-trace-id': `Root=1-${root}`,
    ...headers,
    'x-forwarded-for': [headers['x-forwarded-for'], sourceIpOf(request)].filter(Boolean).join(', '),
    ...(reached && { host }),
    'x-forwarded-port': port || (protocol === 'https:' ? '443' : '80'),
    'x-forwarded-proto': protocol.slice(0, -1),
  };
};

/** The client's address; an IPv4 address in IPv4 notation. */
export const sourceIpOf = ({ socket }: IncomingMessage) =>
  socket.remoteAddress?.replace(/^::ffff:/u, '') ?? '';

const parametersIn = (query: string) => {
  const names = Object.groupBy(new URLSearchParams(query), ([name]) => name);
  return Object.fromEntries(
    Object.entries(names).map(([name, pairs = []]) => [
      name,
      pairs.map(([, value]) => value).join(','),
    ]),
  );
};

const encodeBody = (body: Buffer, headers: IncomingMessage['headers']) => {
  if (body.length === 0) return { isBase64Encoded: false };
  const [type = ''] = (headers['content-type'] ?? '').split(';');
  const isText = TEXT.test(type.trim()) && headers['content-encoding'] === undefined;
  return { body: body.toString(isText ? 'utf8' : 'base64'), isBase64Encoded: !isText };
};

/** The time of a request in the format of events: 22/Nov/2026:19:03:58 +0000. */
export const formatRequestTime = (ms: number) => {
  const date = new Date(ms).toUTCString();
  const [, day, month, year, time] = /^\w+, (\d+) (\w+) (\d+) (\S+)/u.exec(date) ?? [];
  return `${day}/${month}/${year}:${time} +0000`;
};
