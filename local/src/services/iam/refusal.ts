import type { ApiCall, Refusal } from '../../auth/credentials.ts';
import { isAllowed, type Grant } from './policy.ts';

/** A role or user by its ARN, and the principal as which it acts. */
export type Identity = { arn: string; principal: string };

/** Holds the calls of a role or user against what it has been granted at the time of each. */
export const refusalFor =
  ({ arn, principal }: Identity, grants: () => Grant[]): Refusal =>
  (call) =>
    isAllowed(grants(), { ...call, principal: arn }) ? undefined : messageOf(principal, call);

// https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
const messageOf = (principal: string, { action, resource }: ApiCall) => {
  // S3 alone quotes what it is about.
  const shown = action.startsWith('s3:') ? `"${resource}"` : resource;
  return `User: ${principal} is not authorized to perform: ${action} on resource: ${shown} because no identity-based policy allows the ${action} action`;
};
