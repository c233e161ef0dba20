import { createHash } from 'node:crypto';
import type { ChunkSignatures } from '../../../auth/chunk-signatures.ts';
import { S3Error } from '../http/s3-error.ts';
import { createByteReader } from './byte-reader.ts';

const MIN_CHUNK_BYTES = 8 * 1024;
const MAX_TRAILERS = 8;
const SIGNATURE_TRAILER = 'x-amz-trailer-signature';

/** How the chunks of a body are protected; trailers are written here when they arrive. */
export type AwsChunked = {
  signatures?: ChunkSignatures | undefined;
  hasTrailer: boolean;
  trailers: Map<string, string>;
};

/**
 * The content of an `aws-chunked` body, with the signatures of every chunk and the trailer verified.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html
 */
export async function* decodeAwsChunked(source: AsyncIterable<Buffer>, options: AwsChunked) {
  const reader = createByteReader(source);
  let isLast = false;
  for (;;) {
    const { size, signature } = parseChunkHead(await reader.line());
    if (isLast && size > 0) throw new S3Error('InvalidChunkSizeError');
    const hash = createHash('sha256');
    for (let left = size; left > 0;) {
      const bytes = await reader.some(left);
      left -= bytes.length;
      hash.update(bytes);
      yield bytes;
    }
    options.signatures?.verifyChunk(hash.digest('hex'), signature);
    if (size === 0) break;
    if ((await reader.line()) !== '') throw new S3Error('IncompleteBody');
    isLast = size < MIN_CHUNK_BYTES;
  }
  await readTrailers(reader, options);
  if (!(await reader.isAtEnd())) throw new S3Error('IncompleteBody');
}

const parseChunkHead = (line: string) => {
  const [, size, signature = ''] =
    /^([\da-f]{1,13})(?:;chunk-signature=([\da-f]{64}))?$/iu.exec(line) ?? [];
  if (size === undefined) throw new S3Error('IncompleteBody');
  return { size: Number.parseInt(size, 16), signature };
};

const readTrailers = async (
  reader: ReturnType<typeof createByteReader>,
  { signatures, hasTrailer, trailers }: AwsChunked,
) => {
  let line: string;
  while ((line = await reader.line()) !== '') {
    const [, name, value] = /^([\w-]+):(.*)$/u.exec(line) ?? [];
    const isExpected = hasTrailer && trailers.size < MAX_TRAILERS;
    if (name === undefined || value === undefined || !isExpected)
      throw new S3Error('MalformedTrailerError');
    trailers.set(name.toLowerCase(), value.trim());
  }
  if (!hasTrailer || !signatures) return;
  const signature = trailers.get(SIGNATURE_TRAILER) ?? '';
  trailers.delete(SIGNATURE_TRAILER);
  signatures.verifyTrailer(hashOf(trailers), signature);
};

const hashOf = (trailers: Map<string, string>) => {
  const canonical = [...trailers].map(([name, value]) => `${name}:${value}\n`).join('');
  return createHash('sha256').update(canonical).digest('hex');
};
