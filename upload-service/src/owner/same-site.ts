import type { APIGatewayProxyEventV2 } from 'aws-lambda';

type Request = Pick<APIGatewayProxyEventV2, 'headers' | 'requestContext'>;

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);
const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{1,5})?$/u;

/**
 * False for requests from another site's page, except for links to the bank. Browsers declare where a request comes
 * from; programs do not, but need the cookie anyway.
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
 * Whether the browser believes it is on this machine. A stranger's page whose domain suddenly resolves here (DNS
 * rebinding) still sends that domain.
 */
export const isLoopback = ({ headers }: Pick<Request, 'headers'>): boolean =>
  LOOPBACK.test(headers['host'] ?? '');

const hostIn = (origin: string) => (URL.canParse(origin) ? new URL(origin).host : undefined);
