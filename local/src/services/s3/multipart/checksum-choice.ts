import * as v from 'valibot';
import { Algorithm, ChecksumType } from '../body/checksum.ts';
import { S3Error } from '../http/s3-error.ts';

/** How the checksums of an upload's parts and its object are computed. */
export type ChecksumChoice = { algorithm: Algorithm; type: ChecksumType };

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html
const TYPES: Record<Algorithm, [ChecksumType, ...ChecksumType[]]> = {
  CRC32: ['COMPOSITE', 'FULL_OBJECT'],
  CRC32C: ['COMPOSITE', 'FULL_OBJECT'],
  CRC64NVME: ['FULL_OBJECT'],
  SHA1: ['COMPOSITE'],
  SHA256: ['COMPOSITE'],
};

/** The request of CreateMultipartUpload; empty unless it names an algorithm. */
export const checksumChoiceOf = (headers: Record<string, string>): ChecksumChoice | undefined => {
  const { 'x-amz-checksum-algorithm': name, 'x-amz-checksum-type': wanted } = headers;
  if (name === undefined) {
    if (wanted === undefined) return undefined;
    throw new S3Error(
      'InvalidRequest',
      'The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.',
    );
  }
  const algorithm = name.toUpperCase();
  if (!v.is(Algorithm, algorithm)) {
    throw new S3Error(
      'InvalidRequest',
      'Checksum algorithm provided is unsupported. Please try again with any of the valid types: [CRC32, CRC32C, CRC64NVME, SHA1, SHA256]',
    );
  }
  const type = wanted?.toUpperCase() ?? TYPES[algorithm][0];
  if (v.is(ChecksumType, type) && TYPES[algorithm].includes(type)) return { algorithm, type };
  throw new S3Error(
    'InvalidRequest',
    `The ${type} checksum type cannot be used with the ${algorithm.toLowerCase()} checksum algorithm.`,
  );
};
