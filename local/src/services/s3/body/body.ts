import { chunkSignatures } from '../../../auth/chunk-signatures.ts';
import type { Verified } from '../../../auth/verify.ts';
import { S3Error } from '../http/s3-error.ts';
import { decodeAwsChunked } from './aws-chunked.ts';

/** The decoded content of a request, before it is read. */
export type Body = {
  bytes: AsyncIterable<Buffer>;
  /** As announced, and verified. A form's file has none. */
  size?: number;
  /** In hex, if the signature covers the whole content. */
  sha256?: string;
  /** Filled once the bytes are read. */
  trailers: Map<string, string>;
};

/** The raw bytes, and how their signature covers them. */
export type RawBody = { source: AsyncIterable<Buffer>; payloadHash: string; verified: Verified };

/** The unread body of an authenticated request. */
export const openBody = (
  { source, payloadHash, verified }: RawBody,
  headers: Record<string, string>,
): Body => {
  const trailers = new Map<string, string>();
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
