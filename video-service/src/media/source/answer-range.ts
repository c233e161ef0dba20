import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { CachedSource } from './cached-source.ts';

/** Responds to FFmpeg's request for everything from a byte on; rejects if not all of it was sent. */
export const answerRange = async (
  request: IncomingMessage,
  response: ServerResponse,
  source: CachedSource,
): Promise<void> => {
  const start = firstByte(request.headers.range);
  const { size } = source;
  const end = size - 1;
  if (start > end) {
    response.writeHead(416, { 'content-range': `bytes */${size}` }).end();
    return;
  }
  response.writeHead(206, {
    'accept-ranges': 'bytes',
    'content-type': 'application/octet-stream',
    'content-length': end - start + 1,
    'content-range': `bytes ${start}-${end}/${size}`,
  });
  await pipeline(Readable.from(read(source, start, end)), response);
};

async function* read(source: CachedSource, start: number, end: number) {
  for (let position = start; position <= end;) {
    const bytes = await source.readSome(position, end);
    const isReadingOn = position > start;
    position += bytes.length;
    // The next piece is requested ahead of time; if that fails, the error is thrown when the piece is needed.
    if (isReadingOn && position <= end) source.readSome(position, position).catch(() => undefined);
    yield bytes;
  }
}

// FFmpeg omits the header when it begins at the first byte.
const firstByte = (range = 'bytes=0-') => Number(/^bytes=(\d+)-/u.exec(range)?.[1] ?? 0);
