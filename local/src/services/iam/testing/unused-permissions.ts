import type { ApiCall } from '../../../auth/credentials.ts';
import type { Engine } from '../../../engine/engine.ts';
import { matches } from '../pattern.ts';

/** A call that a function has made with the credentials of its role. */
export type RoleCall = ApiCall & { roleArn: string; isAllowed: boolean };

/** The permissions of the roles that nobody has used, neither functions nor Lambda for them: "role action resource". */
export const unusedPermissions = (
  { grants, needs }: ReturnType<Engine['stacks']['access']>,
  calls: RoleCall[],
): string[] => {
  const used = [...needs, ...calls.map((call) => ({ principal: call.roleArn, ...call }))];
  const isUsed = (principal: string, { action, resource }: ApiCall) =>
    used.some(
      (call) =>
        call.principal === principal && call.action === action && matches(resource, call.resource),
    );
  return grants.flatMap(({ Principal, Action, Resource }) =>
    (Principal === '*' ? [] : (Principal['AWS'] ?? [])).flatMap((role) =>
      Action.flatMap((action) => Resource.map((resource) => ({ action, resource })))
        .filter((permission) => !isUsed(role, permission))
        .map(({ action, resource }) => `${nameOf(role)} ${action} ${partOf(resource)}`),
    ),
  );
};

// Without the unique part of a generated name, and the account in a resource.
const nameOf = (roleArn: string) => roleArn.replace(/^.*\/(.*)-[\da-f]{12}$/u, '$1');
const partOf = (resource: string) => resource.replace(/^.*?[:/](?=[^:/]+(?:\/[^/]*)?$)/u, '');
