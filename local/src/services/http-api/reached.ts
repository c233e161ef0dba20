import type { IncomingMessage } from 'node:http';

/** The origin at which the sender reaches the page port; undefined if the request names no host. */
export type Reached = (request: Pick<IncomingMessage, 'headers'>) => string | undefined;

/** The configured address, or the host in the request. */
export const createReached =
  (address?: string): Reached =>
  ({ headers }) => {
    if (address !== undefined) return address;
    const { host = '' } = headers;
    return HOST.test(host) ? `http://${host}` : undefined;
  };

const HOST = /^(?:[\w.-]{1,253}|\[[\da-f:.]+\])(?::\d{1,5})?$/iu;
