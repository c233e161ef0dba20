import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { BlockReader } from './block-reader.ts';

/** Answers FFmpeg's request for everything from a byte on; rejects when that was not all sent. */
export const answerRange = async (
  request: IncomingMessage,
  response: ServerResponse,
  reader: BlockReader,
): Promise<void> => {
  const start = firstByte(request.headers.range);
  const { size } = reader;
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
  await pipeline(Readable.from(reader.read(start, end)), response);
};

// FFmpeg leaves the header out when it begins at the first byte.
const firstByte = (range = 'bytes=0-') => Number(/^bytes=(\d+)-/u.exec(range)?.[1] ?? 0);
