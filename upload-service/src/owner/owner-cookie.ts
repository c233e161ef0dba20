import { TOKEN_SECONDS } from '@video-service/shared/lifetimes';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';

type Request = Pick<APIGatewayProxyEventV2, 'cookies' | 'headers'>;

/** The signed value of the owner's cookie, if the request has one. */
export const ownerCookieIn = ({ cookies = [], headers }: Request): string | undefined => {
  const prefix = `${nameFor(headers)}=`;
  return cookies.find((cookie) => cookie.startsWith(prefix))?.slice(prefix.length);
};

/** The `Set-Cookie` header for a signed value; an empty value signs out. */
export const ownerCookie = (value: string, { headers }: Pick<Request, 'headers'>): string =>
  [
    `${nameFor(headers)}=${value}`,
    'Path=/',
    `Max-Age=${value === '' ? 0 : TOKEN_SECONDS.cookie}`,
    'HttpOnly',
    'SameSite=Strict',
    ...(isEncrypted(headers) ? ['Secure'] : []),
  ].join('; ');

// Browsers accept a name with this prefix only from an encrypted page of exactly this host.
// https://developer.mozilla.org/en-US/docs/Web/HTTP/Reference/Headers/Set-Cookie#cookie_prefixes
const nameFor = (headers: Request['headers']) =>
  isEncrypted(headers) ? '__Host-video-bank' : 'video-bank';

// API Gateway always reports https; a local bank may be reached without it.
const isEncrypted = (headers: Request['headers']) => headers['x-forwarded-proto'] !== 'http';
