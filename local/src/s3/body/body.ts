import type { IncomingMessage } from 'node:http';
import { chunkSignatures } from '../../auth/chunk-signatures.ts';
import type { Verified } from '../../auth/verify.ts';
import { S3Error } from '../http/s3-error.ts';
import { decodeAwsChunked } from './aws-chunked.ts';

const IDLE_TIMEOUT_MS = 20_000;

/** The content of a request, decoded, before it is read. */
export type Body = {
  bytes: AsyncIterable<Buffer>;
  /** As announced; what comes is held against it. */
  size: number;
  /** In hex, when the signature covers the whole content. */
  sha256?: string;
  /** Filled once the bytes are read. */
  trailers: Map<string, string>;
};

/** The body of an authenticated request, unread. `payloadHash` says how its signature covers it. */
export const openBody = (
  request: IncomingMessage,
  headers: Record<string, string>,
  { payloadHash, verified }: { payloadHash: string; verified: Verified },
): Body => {
  const trailers = new Map<string, string>();
  const source = readWithin(request, IDLE_TIMEOUT_MS);
  if (!payloadHash.startsWith('STREAMING-')) {
    const size = parseSize(headers['content-length']);
    const sha256 = payloadHash === 'UNSIGNED-PAYLOAD' ? {} : { sha256: payloadHash };
    return { bytes: source, size, trailers, ...sha256 };
  }
  const signatures = payloadHash.includes('UNSIGNED') ? undefined : chunkSignatures(verified);
  const hasTrailer = payloadHash.endsWith('-TRAILER');
  const bytes = decodeAwsChunked(source, { signatures, hasTrailer, trailers });
  return { bytes, size: parseSize(headers['x-amz-decoded-content-length']), trailers };
};

const parseSize = (text: string | undefined) => {
  if (text === undefined || !/^\d{1,15}$/u.test(text)) throw new S3Error('MissingContentLength');
  return Number(text);
};

/** The bytes of a request; one whose sender falls silent is cut off, one that is refused can be answered. */
export const readWithin = (request: IncomingMessage, idleMs: number): AsyncIterable<Buffer> => {
  request.setTimeout(idleMs, () => request.destroy(new S3Error('RequestTimeout')));
  request.once('end', () => request.setTimeout(0));
  // Without an encoding set, a request yields buffers.
  return request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>;
};
