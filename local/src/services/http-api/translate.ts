import type { IncomingMessage } from 'node:http';
import type { Reached } from './reached.ts';

/** Where S3 is on the page port, for clients that reach nothing else. */
export const S3_MOUNT = 'storage';

/** The engine's own addresses, as its functions know them. */
export type OwnUrls = { page: string; aws: string };

export type TranslateOptions = {
  urls: () => OwnUrls;
  reached: Reached;
};

/** Replaces the engine's own addresses in a text with those that the reader can reach. */
export type Translation = (text: string) => string;

/** The translation for a request's sender; undefined for those who use the engine's own address. */
export type Translate = (request: Pick<IncomingMessage, 'headers'>) => Translation | undefined;

/**
 * Makes pages, links and results work from other machines: functions sign links and use addresses of this machine, and
 * responses of the page port use the address at which it was reached. Links to S3 then lead to the page port too, so
 * that a browser needs only one port, or one host of a TLS proxy.
 */
export const createTranslate =
  ({ urls, reached: reachedBy }: TranslateOptions): Translate =>
  (request) => {
    const own = urls();
    const reached = reachedBy(request);
    if (reached === undefined || reached === own.page) return undefined;
    const origins = [
      // Followed by a path it is a link, otherwise an origin, as in a Content-Security-Policy.
      [`${own.aws}/`, `${reached}/${S3_MOUNT}/`],
      [own.aws, reached],
      [own.page, reached],
      [webSocketOf(own.page), webSocketOf(reached)],
    ] as const;
    return (text) =>
      origins.reduce((translated, [from, to]) => translated.replaceAll(from, () => to), text);
  };

const webSocketOf = (url: string) => url.replace(/^http/u, 'ws');
