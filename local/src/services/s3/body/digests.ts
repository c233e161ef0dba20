import { createHash, timingSafeEqual } from 'node:crypto';
import { S3Error } from '../http/s3-error.ts';
import { type Algorithm, createHasher } from './checksum.ts';

const MD5_BYTES = 16;

/** What was computed from the bytes as they passed. */
export type Digests = { size: number; md5: Buffer; sha256?: string; checksum?: string };

/** What a request announces about its content. */
export type Expected = {
  size?: number | undefined;
  sha256?: string | undefined;
  md5?: string | undefined;
  algorithm?: Algorithm | undefined;
  /** Called when everything is read, because a trailer has arrived by then. */
  checksum?: (() => string | undefined) | undefined;
};

/** Computes the size, MD5 and, if requested, SHA-256 and a checksum of everything that passes through. */
export const createDigester = (want: { sha256?: boolean; algorithm?: Algorithm | undefined }) => {
  let size = 0;
  const md5 = createHash('md5');
  const sha256 = want.sha256 ? createHash('sha256') : undefined;
  const checksum = want.algorithm && createHasher(want.algorithm);
  return {
    async *through(bytes: AsyncIterable<Buffer>, maxBytes = Infinity) {
      for await (const chunk of bytes) {
        size += chunk.length;
        if (size > maxBytes) throw tooLarge(size, maxBytes);
        md5.update(chunk);
        sha256?.update(chunk);
        checksum?.update(chunk);
        yield chunk;
      }
    },
    async digests(): Promise<Digests> {
      return {
        size,
        md5: md5.digest(),
        ...(sha256 && { sha256: sha256.digest('hex') }),
        ...(checksum && { checksum: await checksum.digest() }),
      };
    },
  };
};

/** The error of a body beyond the limit. */
export const tooLarge = (ProposedSize: number, MaxSizeAllowed: number) =>
  new S3Error('EntityTooLarge', undefined, { ProposedSize, MaxSizeAllowed });

/** Throws S3's error if the content is not what was announced. */
export const checkDigests = (digests: Digests, expected: Expected) => {
  const { size, sha256, md5, algorithm, checksum } = expected;
  if (size !== undefined && size !== digests.size) throw new S3Error('IncompleteBody');
  if (sha256 !== undefined && sha256 !== digests.sha256) {
    throw new S3Error('XAmzContentSHA256Mismatch', undefined, {
      ClientComputedContentSHA256: sha256,
      S3ComputedContentSHA256: digests.sha256 ?? '',
    });
  }
  if (md5 !== undefined) checkMd5(md5, digests.md5);
  if (checksum !== undefined && checksum() !== digests.checksum) {
    throw new S3Error(
      'BadDigest',
      `The ${algorithm ?? ''} you specified did not match the calculated checksum.`,
    );
  }
};

const checkMd5 = (provided: string, actual: Buffer) => {
  if (timingSafeEqual(parseMd5(provided), actual)) return;
  throw new S3Error('BadDigest', undefined, {
    ExpectedDigest: provided,
    CalculatedDigest: actual.toString('base64'),
  });
};

/** A Content-MD5 in bytes. */
export const parseMd5 = (text: string): Buffer => {
  const md5 = Buffer.from(text, 'base64');
  if (md5.length !== MD5_BYTES || md5.toString('base64') !== text)
    throw new S3Error('InvalidDigest');
  return md5;
};
