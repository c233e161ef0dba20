import type { ApiCall, Refusal } from '../../auth/credentials.ts';
import { isAllowed, type Grant } from './policy.ts';

/** A role or user by its ARN, and the principal as which it acts. */
export type Identity = { arn: string; principal: string };

/** Checks the calls of a role or user against its current grants. */
export const refusalFor =
  ({ arn, principal }: Identity, grants: () => Grant[]): Refusal =>
  (call) =>
    isAllowed(grants(), { ...call, principal: arn }) ? undefined : messageOf(principal, call);

// https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
const messageOf = (principal: string, { action, resource }: ApiCall) => {
  // Only S3 quotes the resource.
  const shown = action.startsWith('s3:') ? `"${resource}"` : resource;
  return `User: ${principal} is not authorized to perform: ${action} on resource: ${shown} because no identity-based policy allows the ${action} action`;
};
