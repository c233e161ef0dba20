import { Crc32, Crc32c, Crc64Nvme } from '@aws-sdk/checksums/crc';
import { Sha1, Sha256 } from '@aws-sdk/checksums/sha';
import * as v from 'valibot';

const HASHES = { CRC32: Crc32, CRC32C: Crc32c, CRC64NVME: Crc64Nvme, SHA1: Sha1, SHA256: Sha256 };

/**
 * A checksum that clients can have verified:
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html
 */
export const Algorithm = v.picklist(['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256']);
export type Algorithm = v.InferOutput<typeof Algorithm>;

/** Of the whole object, or of the checksums of its parts. */
export const ChecksumType = v.picklist(['FULL_OBJECT', 'COMPOSITE']);
export type ChecksumType = v.InferOutput<typeof ChecksumType>;

export const Checksum = v.object({ algorithm: Algorithm, type: ChecksumType, value: v.string() });
export type Checksum = v.InferOutput<typeof Checksum>;

const HEADER_PREFIX = 'x-amz-checksum-';

export const headerOf = (algorithm: Algorithm) => HEADER_PREFIX + algorithm.toLowerCase();

/** The element of S3's XML for the checksum: ChecksumCRC32. */
export const elementOf = (algorithm: Algorithm) => `Checksum${algorithm}`;

/** The algorithm of a checksum header or trailer. */
export const algorithmOf = (header: string): Algorithm | undefined =>
  Algorithm.options.find((algorithm) => headerOf(algorithm) === header.toLowerCase());

export const createHasher = (algorithm: Algorithm) => {
  const hash = new HASHES[algorithm]();
  return {
    update: (chunk: Uint8Array) => hash.update(chunk),
    digest: async () => Buffer.from(await hash.digest()).toString('base64'),
  };
};

/** The composite checksum of an object made from parts: https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html */
export const compositeOf = async (algorithm: Algorithm, parts: string[]) => {
  const hash = createHasher(algorithm);
  for (const part of parts) hash.update(Buffer.from(part, 'base64'));
  return `${await hash.digest()}-${parts.length}`;
};

/** An object's checksum in response headers. */
export const checksumHeaders = (checksum: Checksum | undefined) =>
  checksum
    ? { [headerOf(checksum.algorithm)]: checksum.value, 'x-amz-checksum-type': checksum.type }
    : {};

/** The same in XML elements. */
export const checksumElements = (checksum: Checksum | undefined) =>
  checksum ? { [elementOf(checksum.algorithm)]: checksum.value, ChecksumType: checksum.type } : {};
