import type { IncomingMessage } from 'node:http';
import type { Reached } from './reached.ts';

/** Where S3 is to be found on the page port, for those who reach nothing else. */
export const S3_MOUNT = 'storage';

/** The engine's own addresses, as its functions know them. */
export type OwnUrls = { page: string; aws: string };

export type TranslateOptions = {
  urls: () => OwnUrls;
  reached: Reached;
};

/** Replaces the engine's own addresses in a text by those that its reader can reach. */
export type Translation = (text: string) => string;

/** The translation for whoever sent a request; undefined for those who use the engine's own address. */
export type Translate = (request: Pick<IncomingMessage, 'headers'>) => Translation | undefined;

/**
 * Lets pages, links and results work from other machines: functions sign links and name addresses as on this machine,
 * and what leaves by the page port names the address by which that was reached. Links to S3 then lead to the page
 * port as well, so that one port, or one host of a proxy with TLS, is all that a browser needs.
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
