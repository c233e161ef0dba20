import type { IncomingMessage } from 'node:http';

/** The origin by which whoever sent a request reaches the page port; undefined when the request names no host. */
export type Reached = (request: Pick<IncomingMessage, 'headers'>) => string | undefined;

/** The address that is set, or else the host that the request names. */
export const createReached =
  (address?: string): Reached =>
  ({ headers }) => {
    if (address !== undefined) return address;
    const { host = '' } = headers;
    return HOST.test(host) ? `http://${host}` : undefined;
  };

const HOST = /^(?:[\w.-]{1,253}|\[[\da-f:.]+\])(?::\d{1,5})?$/iu;
