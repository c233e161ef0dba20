import { ACCOUNT_ID } from '../account.ts';

/** The secret behind an access key id; temporary credentials also have a session token and may end. */
export type Credentials = {
  secretAccessKey: string;
  sessionToken?: string;
  expiresAt?: Date;
  /** ARN of who signs with it; the account itself unless said otherwise. */
  principal?: string;
};

/** Looks credentials up by access key id; a `Map` is one. */
export type CredentialsStore = Pick<ReadonlyMap<string, Credentials>, 'get'>;

/** LocalStack's convention, test/test. */
export const defaultCredentials = () =>
  new Map<string, Credentials>([['test', { secretAccessKey: 'test' }]]);

export const principalOf = ({ principal }: Credentials) =>
  principal ?? `arn:aws:iam::${ACCOUNT_ID}:root`;
