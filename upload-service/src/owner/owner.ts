import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { type Refusal, refuse } from '@video-service/shared/http';
import { ownerCookieIn } from './owner-cookie.ts';
import { createOwnerKey, type OwnerKey } from './owner-key.ts';
import { isFromOwnPage, isLoopback } from './same-site.ts';

export type Respond = (event: APIGatewayProxyEventV2) => Promise<APIGatewayProxyStructuredResultV2>;

/** The purposes that cookies and WebSocket tickets are signed for. */
export const COOKIE = 'cookie';
export const TICKET = 'ticket';

/**
 * The owner of the bank: a visitor who has signed in with the passphrase. Without a passphrase, it is anyone on this
 * machine; the engine then accepts no other connections.
 */
export const createOwner = (passphrase: string) => {
  const key: OwnerKey | undefined = passphrase === '' ? undefined : createOwnerKey(passphrase);

  const isOwner = async (event: APIGatewayProxyEventV2): Promise<boolean> => {
    if (!isFromOwnPage(event)) return false;
    if (!key) return isLoopback(event);
    const cookie = ownerCookieIn(event);
    return cookie !== undefined && key.verify(COOKIE, cookie);
  };

  return {
    key,
    isOwner,

    /** A WebSocket has another host and therefore no cookie, so the owner's page gets a ticket for it. */
    mayConnect: async ({
      headers,
      ticket,
    }: {
      headers: Headers;
      ticket: string;
    }): Promise<boolean> =>
      key ? key.verify(TICKET, ticket) : isLoopback({ headers: lowerCased(headers) }),

    /** The same route, restricted to the owner. */
    only:
      (respond: Respond): Respond =>
      async (event) =>
        (await isOwner(event)) ? respond(event) : refuse(401, SIGN_IN),
  };
};

type Headers = APIGatewayProxyEventV2['headers'];

// A WebSocket's headers keep their original case.
const lowerCased = (headers: Headers): Headers =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));

const SIGN_IN: Refusal = {
  code: 'SIGN_IN',
  message: 'Only the owner can do this.',
  hint: 'Sign in with the passphrase.',
};
