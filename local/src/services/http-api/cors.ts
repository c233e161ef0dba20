import type { IncomingHttpHeaders } from 'node:http';
import type { Cors } from './http-api-config.ts';
import type { Answer } from './response.ts';

/** The gateway's response to a preflight, with or without an OPTIONS route. */
export const preflightAnswer = (cors: Cors, { origin }: IncomingHttpHeaders): Answer => ({
  status: 204,
  headers: !allows(cors, origin)
    ? []
    : present({
        ...originHeaders(cors, origin),
        'access-control-allow-methods': cors.allowMethods.join(','),
        'access-control-allow-headers': cors.allowHeaders.join(','),
        'access-control-max-age': cors.maxAgeSeconds?.toString(),
      }),
  body: Buffer.alloc(0),
});

/**
 * The response with the API's own CORS headers; the function's are dropped.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html
 */
export const withCors = (answer: Answer, cors: Cors, origin: string | undefined): Answer => ({
  ...answer,
  headers: [
    ...answer.headers.filter(([name]) => !name.startsWith('access-control-')),
    ...(!allows(cors, origin)
      ? []
      : present({
          ...originHeaders(cors, origin),
          'access-control-expose-headers': cors.exposeHeaders.join(','),
        })),
  ],
});

const allows = (cors: Cors, origin: string | undefined): origin is string =>
  origin !== undefined && cors.allowOrigins.some((allowed) => fits(allowed, origin));

// `*`, `https://*`, `http://*` or one origin.
const fits = (allowed: string, origin: string) =>
  allowed.endsWith('*') ? origin.startsWith(allowed.slice(0, -1)) : allowed === origin;

const originHeaders = ({ allowOrigins, allowCredentials }: Cors, origin: string) => ({
  'access-control-allow-origin': allowOrigins.includes('*') ? '*' : origin,
  'access-control-allow-credentials': allowCredentials ? 'true' : '',
  vary: allowOrigins.includes('*') ? '' : 'Origin',
});

const present = (headers: Record<string, string | undefined>): Answer['headers'] =>
  Object.entries(headers).flatMap(([name, value]) => (value ? [[name, value]] : []));
