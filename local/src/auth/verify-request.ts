import { hash } from 'node:crypto';
import { AuthError, type AuthReason } from './auth-error.ts';
import type { Caller, CredentialsStore } from './credentials.ts';
import type { SignedRequest } from './signed-request.ts';
import { verify } from './verify.ts';

/** How a service names its errors: https://docs.aws.amazon.com/awssupport/latest/APIReference/CommonErrors.html */
export type ErrorFamily = 'json' | 'query';

export type AuthRefusal = { statusCode: number; code: string; message: string };

export type RequestVerification = {
  /** The signing name, as in the credential scope. */
  service: string;
  credentials: CredentialsStore;
  family: ErrorFamily;
  now?: Date;
};

/** The signer of a request, with its complete body, to any service but S3; or AWS's error. */
export const verifyRequest = (
  request: SignedRequest & { body: Uint8Array },
  options: RequestVerification,
): Caller | { error: AuthRefusal } => {
  try {
    const verified = verify(request, { ...options, payloadHash: hash('sha256', request.body) });
    return { principal: verified.principal, refusal: verified.refusal };
  } catch (error) {
    if (!(error instanceof AuthError)) throw error;
    return { error: refusalOf(error, options.family) };
  }
};

const refusalOf = ({ reason, message }: AuthError, family: ErrorFamily): AuthRefusal => {
  const name = NAMES[reason];
  const code = family === 'json' ? `${JSON_NAMES[name] ?? name}Exception` : name;
  return { statusCode: name === 'IncompleteSignature' ? 400 : 403, code, message };
};

const NAMES: Record<AuthReason, string> = {
  ambiguous: 'IncompleteSignature',
  expired: 'SignatureDoesNotMatch',
  'expired-token': 'ExpiredToken',
  'headers-not-signed': 'SignatureDoesNotMatch',
  'invalid-token': 'InvalidClientTokenId',
  'malformed-header': 'IncompleteSignature',
  'malformed-policy': 'IncompleteSignature',
  'malformed-query': 'IncompleteSignature',
  'policy-failed': 'SignatureDoesNotMatch',
  skewed: 'SignatureDoesNotMatch',
  'unknown-key': 'InvalidClientTokenId',
  unsigned: 'MissingAuthenticationToken',
  unsupported: 'IncompleteSignature',
  'wrong-signature': 'SignatureDoesNotMatch',
};

const JSON_NAMES: Record<string, string> = {
  SignatureDoesNotMatch: 'InvalidSignature',
  InvalidClientTokenId: 'UnrecognizedClient',
};
