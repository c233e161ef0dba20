import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { CachedSource } from './cached-source.ts';

/** Answers FFmpeg's request for everything from a byte on; rejects when that was not all sent. */
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
    // What comes next is on its way before it is asked for; if it fails, the one who asks gets the error.
    if (isReadingOn && position <= end) source.readSome(position, position).catch(() => undefined);
    yield bytes;
  }
}

// FFmpeg leaves the header out when it begins at the first byte.
const firstByte = (range = 'bytes=0-') => Number(/^bytes=(\d+)-/u.exec(range)?.[1] ?? 0);
