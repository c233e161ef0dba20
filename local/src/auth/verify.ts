import { REGION } from '../engine/account.ts';
import { AuthError } from './auth-error.ts';
import { type Claim, readClaim } from './claim.ts';
import { type Caller, callerOf, type Credentials, type CredentialsStore } from './credentials.ts';
import type { SignedRequest } from './signed-request.ts';
import { sameSignature, Signer } from './signer.ts';

const MAX_SKEW_MS = 15 * 60 * 1000;

export type Verification = {
  service: string;
  credentials: CredentialsStore;
  payloadHash: string;
  now?: Date;
};

/** The signer of a request, and what is needed to verify the signed chunks of its body. */
export type Verified = Caller & { claim: Claim; signer: Signer };

/** Accepts a request if its signature matches its secret; throws AuthError otherwise. */
export const verify = (request: SignedRequest, options: Verification): Verified => {
  const { service, credentials, payloadHash, now = new Date() } = options;
  const claim = readClaim(request);
  checkScope(claim, service);
  const secret = findCredentials(claim, credentials, now);
  checkTime(claim, now);
  const signer = new Signer(claim.scope, secret);
  const { signature, ...texts } = signer.expected(request, { ...claim, payloadHash });
  if (!sameSignature(signature, claim.signature)) throw wrongSignature(claim, texts);
  checkAllSigned(request, claim);
  return { ...callerOf(secret), claim, signer };
};

/** Throws unless a claim is for this region, this service and the day it was signed. */
export const checkScope = (
  { scope, timestamp, expiresSeconds }: Pick<Claim, 'scope' | 'timestamp' | 'expiresSeconds'>,
  service: string,
) => {
  const malformed = expiresSeconds === undefined ? 'malformed-header' : 'malformed-query';
  const refuse = (message: string, details = {}) => {
    throw new AuthError(malformed, message, details);
  };
  if (scope.region !== REGION)
    refuse(`the region '${scope.region}' is wrong; expecting '${REGION}'`, { Region: REGION });
  if (scope.service !== service)
    refuse(`incorrect service "${scope.service}". This endpoint belongs to "${service}".`);
  if (!timestamp.startsWith(scope.day))
    refuse(`Invalid credential date "${scope.day}". This date is not the same as X-Amz-Date.`);
};

/** The credentials of an access key id, with a verified session token. */
export const findCredentials = (
  claim: Pick<Claim, 'accessKeyId' | 'sessionToken'>,
  store: CredentialsStore,
  now: Date,
): Credentials => {
  const found = store.get(claim.accessKeyId);
  if (!found) {
    throw new AuthError(
      'unknown-key',
      'The AWS Access Key Id you provided does not exist in our records.',
      { AWSAccessKeyId: claim.accessKeyId },
    );
  }
  if (!sameSignature(claim.sessionToken ?? '', found.sessionToken ?? ''))
    throw new AuthError('invalid-token', 'The provided token is malformed or otherwise invalid.');
  if (found.expiresAt && found.expiresAt <= now)
    throw new AuthError('expired-token', 'The provided token has expired.');
  return found;
};

const checkTime = ({ timestamp, expiresSeconds }: Claim, now: Date) => {
  const signedAt = dateOf(timestamp);
  const ServerTime = now.toISOString();
  if (expiresSeconds === undefined) {
    if (Math.abs(now.getTime() - signedAt.getTime()) <= MAX_SKEW_MS) return;
    throw new AuthError(
      'skewed',
      'The difference between the request time and the current time is too large.',
      { RequestTime: timestamp, ServerTime, MaxAllowedSkewMilliseconds: String(MAX_SKEW_MS) },
    );
  }
  if (signedAt.getTime() - now.getTime() > MAX_SKEW_MS)
    throw new AuthError('expired', 'Request is not valid yet', { ServerTime });
  const expires = new Date(signedAt.getTime() + expiresSeconds * 1000);
  if (expires >= now) return;
  throw new AuthError('expired', 'Request has expired', {
    'X-Amz-Expires': String(expiresSeconds),
    Expires: expires.toISOString(),
    ServerTime,
  });
};

const dateOf = (timestamp: string) =>
  new Date(timestamp.replace(/^(\d{4})(\d\d)(\d\dT\d\d)(\d\d)/u, '$1-$2-$3:$4:'));

export const wrongSignature = (
  claim: Pick<Claim, 'accessKeyId' | 'signature'>,
  texts: Record<string, string>,
) =>
  new AuthError(
    'wrong-signature',
    'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
    { AWSAccessKeyId: claim.accessKeyId, SignatureProvided: claim.signature, ...texts },
  );

// A header that changes a request's effect must not be added to a signed one.
const checkAllSigned = ({ headers }: SignedRequest, { signedHeaders }: Claim) => {
  const unsigned = Object.keys(headers).filter(
    (name) => name.startsWith('x-amz-') && !signedHeaders.includes(name),
  );
  if (unsigned.length === 0) return;
  throw new AuthError(
    'headers-not-signed',
    'There were headers present in the request which were not signed',
    { HeadersNotSigned: unsigned.join(', ') },
  );
};
