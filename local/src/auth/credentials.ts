import { ACCOUNT_ID } from '../engine/account.ts';

/** One operation on one resource, with their IAM names. */
export type ApiCall = { action: string; resource: string };

/** AWS's message for a call that its caller is not permitted to make; undefined if it is. */
export type Refusal = (call: ApiCall) => string | undefined;

/** The secret of an access key id; temporary credentials also have a session token and can expire. */
export type Credentials = {
  secretAccessKey: string;
  sessionToken?: string;
  expiresAt?: Date;
  /** The ARN of the signer; by default the account itself. */
  principal?: string;
  /** What they are not permitted to do; the account itself may do everything. */
  refusal?: Refusal;
};

/** Looks up credentials by access key id, as a `Map` does. */
export type CredentialsStore = Pick<ReadonlyMap<string, Credentials>, 'get'>;

/** Who signed a request, and what they are not permitted to do. */
export type Caller = { principal: string; refusal: Refusal };

/** LocalStack's convention, test/test. */
export const defaultCredentials = () =>
  new Map<string, Credentials>([['test', { secretAccessKey: 'test' }]]);

export const callerOf = ({
  principal = `arn:aws:iam::${ACCOUNT_ID}:root`,
  refusal = () => undefined,
}: Credentials): Caller => ({ principal, refusal });
