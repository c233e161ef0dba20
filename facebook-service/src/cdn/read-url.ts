import type { IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { InvalidInput } from '@video-service/shared/errors';
import { openUrl, type OpenOptions } from './open-url.ts';
import { refused } from './refused.ts';

const MAX_TRIES = 4;
const FIRST_PAUSE_MS = 200;

/** The limits for reading; the pause before a retry doubles each time. */
export type ReadOptions = OpenOptions & { maxBytes: number; firstPauseMs?: number };

/** The position in the file, and the file's version. */
type Position = { offset: number; version?: string | undefined };

/**
 * The bytes behind the URL, each once. After a reset or a 5xx it resumes, if the server can continue the same version;
 * otherwise it throws, and the whole download is retried later.
 */
export async function* readUrl(url: string, options: ReadOptions): AsyncGenerator<Buffer, void> {
  const position: Position = { offset: 0 };
  for (let tries = 1; ; tries += 1) {
    try {
      const response = await openAt(url, position, options);
      for await (const chunk of response) {
        const bytes = chunk as Buffer; // Without an encoding a response yields buffers.
        position.offset += bytes.length;
        if (position.offset > options.maxBytes) throw refused('TOO_LARGE');
        yield bytes;
      }
      return;
    } catch (error) {
      if (options.signal.aborted) throw refused('TOO_SLOW');
      if (error instanceof InvalidInput || !canContinue(position) || tries === MAX_TRIES)
        throw error;
      await sleep((options.firstPauseMs ?? FIRST_PAUSE_MS) * 2 ** (tries - 1));
    }
  }
}

const openAt = async (url: string, position: Position, options: ReadOptions) => {
  const { offset, version } = position;
  const range = offset > 0 && { range: `bytes=${offset}-`, 'if-range': version ?? '' };
  const response = await openUrl(url, { ...options, headers: { ...range } });
  const { statusCode = 0, headers } = response;
  if (statusCode !== (offset > 0 ? 206 : 200)) throw refusal(response);
  if (offset > 0 && !headers['content-range']?.startsWith(`bytes ${offset}-`)) {
    throw refusal(response);
  }
  if (offset + Number(headers['content-length'] ?? 0) > options.maxBytes) {
    response.destroy();
    throw refused('TOO_LARGE');
  }
  if (offset === 0) position.version = strongVersion(response);
  return response;
};

const refusal = (response: IncomingMessage) => {
  response.destroy();
  const { statusCode = 0 } = response;
  if ([401, 403, 404, 410].includes(statusCode)) return refused('LINK_EXPIRED');
  return new Error(`the video's server answered ${statusCode}`);
};

const strongVersion = ({ headers }: IncomingMessage) => {
  const { etag, 'last-modified': lastModified, 'accept-ranges': ranges } = headers;
  if (ranges !== 'bytes') return undefined;
  return etag && !etag.startsWith('W/') ? etag : lastModified;
};

const canContinue = ({ offset, version }: Position) => offset === 0 || version !== undefined;
