/** Why a request was refused; each service maps it to its own code. */
export type AuthReason =
  | 'ambiguous'
  | 'expired'
  | 'expired-token'
  | 'headers-not-signed'
  | 'invalid-token'
  | 'malformed-header'
  | 'malformed-policy'
  | 'malformed-query'
  | 'policy-failed'
  | 'skewed'
  | 'unknown-key'
  | 'unsigned'
  | 'unsupported'
  | 'wrong-signature';

/** A refused request; `details` are part of the response and never contain a secret. */
export class AuthError extends Error {
  override readonly name = 'AuthError';
  readonly reason: AuthReason;
  readonly details: Record<string, string>;

  constructor(reason: AuthReason, message: string, details: Record<string, string> = {}) {
    super(message);
    this.reason = reason;
    this.details = details;
  }
}
