import { AuthError, type AuthReason } from '../../../auth/auth-error.ts';
import type { CredentialsStore } from '../../../auth/credentials.ts';
import type { SignedRequest } from '../../../auth/signed-request.ts';
import { type Verified, verify } from '../../../auth/verify.ts';
import { S3Error, type S3ErrorCode } from './s3-error.ts';

const PAYLOAD_HASH =
  /^(?:[\da-f]{64}|UNSIGNED-PAYLOAD|STREAMING-(?:AWS4-HMAC-SHA256-PAYLOAD(?:-TRAILER)?|UNSIGNED-PAYLOAD-TRAILER))$/u;

/** Verifies a signed or presigned request; returns its signer and how its body is covered. */
export const authenticate = (
  request: SignedRequest,
  credentials: CredentialsStore,
): { verified: Verified; payloadHash: string } => {
  const payloadHash = payloadHashOf(request);
  try {
    const verified = verify(request, { service: 's3', credentials, payloadHash });
    return { verified, payloadHash };
  } catch (error) {
    throw asS3Error(error);
  }
};

const payloadHashOf = ({ headers, query }: SignedRequest): string => {
  const isPresigned = headers['authorization'] === undefined;
  const inQuery = query['X-Amz-Content-Sha256'];
  const hash =
    headers['x-amz-content-sha256'] ??
    (typeof inQuery === 'string' ? inQuery : isPresigned ? 'UNSIGNED-PAYLOAD' : undefined);
  if (hash === undefined) {
    throw new S3Error(
      'InvalidRequest',
      'Missing required header for this request: x-amz-content-sha256',
    );
  }
  if (PAYLOAD_HASH.test(hash)) return hash;
  throw new S3Error(
    'InvalidArgument',
    'x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-UNSIGNED-PAYLOAD-TRAILER, STREAMING-AWS4-HMAC-SHA256-PAYLOAD, STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER or a valid sha256 value.',
    { ArgumentName: 'x-amz-content-sha256', ArgumentValue: hash },
  );
};

/** An authentication error with S3's name for it; any other error unchanged. */
export const asS3Error = (error: unknown) =>
  error instanceof AuthError
    ? new S3Error(CODES[error.reason], error.message, error.details)
    : error;

const CODES: Record<AuthReason, S3ErrorCode> = {
  ambiguous: 'InvalidArgument',
  expired: 'AccessDenied',
  'expired-token': 'ExpiredToken',
  'headers-not-signed': 'AccessDenied',
  'invalid-token': 'InvalidToken',
  'malformed-header': 'AuthorizationHeaderMalformed',
  'malformed-policy': 'InvalidPolicyDocument',
  'malformed-query': 'AuthorizationQueryParametersError',
  'policy-failed': 'AccessDenied',
  skewed: 'RequestTimeTooSkewed',
  'unknown-key': 'InvalidAccessKeyId',
  unsigned: 'AccessDenied',
  unsupported: 'InvalidRequest',
  'wrong-signature': 'SignatureDoesNotMatch',
};
