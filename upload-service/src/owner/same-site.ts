import type { APIGatewayProxyEventV2 } from 'aws-lambda';

type Request = Pick<APIGatewayProxyEventV2, 'headers' | 'requestContext'>;

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);
const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{1,5})?$/u;

/**
 * False for what a page of another site asks for, except that a link may lead here. Browsers say where a request comes
 * from; programs do not, and need the cookie all the same.
 * https://developer.mozilla.org/en-US/docs/Web/HTTP/Reference/Headers/Sec-Fetch-Site
 */
export const isFromOwnPage = ({ headers, requestContext }: Request): boolean => {
  const isSafe = SAFE.has(requestContext.http.method);
  const site = headers['sec-fetch-site'];
  if (site === 'same-origin' || site === 'none') return true;
  if (site !== undefined) return isSafe && headers['sec-fetch-mode'] === 'navigate';
  const { origin } = headers;
  return isSafe || origin === undefined || hostIn(origin) === headers['host'];
};

/**
 * Whether the browser believes to be on this machine. A page of a stranger's domain whose name suddenly leads here
 * (DNS rebinding) still sends that name.
 */
export const isLoopback = ({ headers }: Pick<Request, 'headers'>): boolean =>
  LOOPBACK.test(headers['host'] ?? '');

const hostIn = (origin: string) => (URL.canParse(origin) ? new URL(origin).host : undefined);
