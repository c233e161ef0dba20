import type { IncomingMessage } from 'node:http';
import { S3Error } from './s3-error.ts';

/** The bytes of a request; an idle sender is disconnected, and a refused one can still be answered. */
export const readWithin = (request: IncomingMessage, idleMs: number): AsyncIterable<Buffer> => {
  request.setTimeout(idleMs, () => request.destroy(new S3Error('RequestTimeout')));
  request.once('end', () => request.setTimeout(0));
  // Without an encoding set, a request yields buffers.
  return request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>;
};
