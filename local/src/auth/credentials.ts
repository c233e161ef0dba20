import { ACCOUNT_ID } from '../engine/account.ts';

/** One operation on one resource, by the names that IAM has for them. */
export type ApiCall = { action: string; resource: string };

/** AWS's words for a call that its caller may not make; undefined for one they may. */
export type Refusal = (call: ApiCall) => string | undefined;

/** The secret behind an access key id; temporary credentials also have a session token and may end. */
export type Credentials = {
  secretAccessKey: string;
  sessionToken?: string;
  expiresAt?: Date;
  /** ARN of who signs with it; the account itself unless said otherwise. */
  principal?: string;
  /** What they may not do; the account itself may do everything. */
  refusal?: Refusal;
};

/** Looks credentials up by access key id; a `Map` is one. */
export type CredentialsStore = Pick<ReadonlyMap<string, Credentials>, 'get'>;

/** Who has signed a request, and what they may not do. */
export type Caller = { principal: string; refusal: Refusal };

/** LocalStack's convention, test/test. */
export const defaultCredentials = () =>
  new Map<string, Credentials>([['test', { secretAccessKey: 'test' }]]);

export const callerOf = ({
  principal = `arn:aws:iam::${ACCOUNT_ID}:root`,
  refusal = () => undefined,
}: Credentials): Caller => ({ principal, refusal });
