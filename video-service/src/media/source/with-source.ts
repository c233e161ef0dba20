import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerRange } from './answer-range.ts';
import { type CachedSource, cachedSource, fitsInCache } from './cached-source.ts';
import type { RangeSource } from './range-source.ts';

const HOST = '127.0.0.1';

/**
 * A source, and a loopback URL at which FFmpeg reads it by ranges. `planned` is for reads of known ranges: the cache
 * would read on after each of them, unless all of the source fits into it.
 */
export type LentSource = { source: RangeSource; planned: RangeSource; url: string };

/**
 * Lends the source to `work`; its URL stops working afterwards. If the source could not be read, that error is thrown
 * instead of its consequences.
 */
export const withSource = async <Result>(
  source: RangeSource,
  work: (lent: LentSource) => Promise<Result>,
): Promise<Result> => {
  const failures: unknown[] = [];
  const noted = noteFailures(source, failures);
  const cached = cachedSource(noted);
  const planned = fitsInCache(source) ? cached : noted;
  const server = await serve(cached);
  try {
    const result = await work({ source: cached, planned, url: server.url });
    if (failures.length > 0) throw failures[0];
    return result;
  } catch (error) {
    throw failures[0] ?? error;
  } finally {
    await server.close();
  }
};

const noteFailures = (source: RangeSource, failures: unknown[]): RangeSource => ({
  size: source.size,
  async readRange(start, end) {
    try {
      const bytes = await source.readRange(start, end);
      if (bytes.length === end - start + 1) return bytes;
      throw new Error(`The source gave ${bytes.length} bytes for ${start} to ${end}`);
    } catch (error) {
      failures.push(error);
      throw error;
    }
  },
});

const serve = async (source: CachedSource) => {
  // Other users of this machine could connect, but not guess this.
  const path = `/${randomUUID()}`;
  const server = createServer((request, response) => {
    if (request.url !== path) response.writeHead(404).end();
    // FFmpeg disconnects whenever it seeks or has read enough.
    else answerRange(request, response, source).catch(() => response.destroy());
  });
  server.listen(0, HOST);
  await once(server, 'listening');
  // A TCP server has an address object.
  const { port } = server.address() as AddressInfo;
  const close = async () => {
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  };
  return { url: `http://${HOST}:${port}${path}`, close };
};
