import type { APIGatewayProxyEventV2 } from 'aws-lambda';

export const OWNER_DAYS = 30;

type Request = Pick<APIGatewayProxyEventV2, 'cookies' | 'headers'>;

/** The signed value of the owner's cookie, if the request has one. */
export const ownerCookieIn = ({ cookies = [], headers }: Request): string | undefined => {
  const prefix = `${nameFor(headers)}=`;
  return cookies.find((cookie) => cookie.startsWith(prefix))?.slice(prefix.length);
};

/** `Set-Cookie` for a signed value; an empty one signs out. */
export const ownerCookie = (value: string, { headers }: Pick<Request, 'headers'>): string =>
  [
    `${nameFor(headers)}=${value}`,
    'Path=/',
    `Max-Age=${value === '' ? 0 : OWNER_DAYS * 86_400}`,
    'HttpOnly',
    'SameSite=Strict',
    ...(isEncrypted(headers) ? ['Secure'] : []),
  ].join('; ');

// A browser keeps a name with this prefix only from an encrypted page of this very host.
// https://developer.mozilla.org/en-US/docs/Web/HTTP/Reference/Headers/Set-Cookie#cookie_prefixes
const nameFor = (headers: Request['headers']) =>
  isEncrypted(headers) ? '__Host-video-bank' : 'video-bank';

// API Gateway always says https; a bank in the house may be reached without.
const isEncrypted = (headers: Request['headers']) => headers['x-forwarded-proto'] !== 'http';
