import { createHash } from 'node:crypto';
import { AuthError } from './auth-error.ts';
import { sameSignature, scopeText } from './signer.ts';
import type { Verified } from './verify.ts';

const EMPTY_HASH = createHash('sha256').digest('hex');

/** Verifies the chain of signatures in an aws-chunked body, each computed over the previous one. */
export type ChunkSignatures = ReturnType<typeof chunkSignatures>;

/** https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html */
export const chunkSignatures = ({ claim, signer }: Pick<Verified, 'claim' | 'signer'>) => {
  let previous = claim.signature;
  const check = (kind: string, lines: string[], provided: string) => {
    const head = [`AWS4-HMAC-SHA256-${kind}`, claim.timestamp, scopeText(claim.scope), previous];
    const StringToSign = [...head, ...lines].join('\n');
    const expected = signer.signText(StringToSign);
    if (!sameSignature(expected, provided)) {
      throw new AuthError(
        'wrong-signature',
        'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
        { AWSAccessKeyId: claim.accessKeyId, SignatureProvided: provided, StringToSign },
      );
    }
    previous = provided;
  };
  return {
    verifyChunk: (hash: string, provided: string) => check('PAYLOAD', [EMPTY_HASH, hash], provided),
    verifyTrailer: (hash: string, provided: string) => check('TRAILER', [hash], provided),
  };
};
