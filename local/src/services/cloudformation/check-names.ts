import type { StackPlan } from './plan-stack.ts';

/** Throws if two resources of a type have the same physical name under two logical ids. */
export const checkNames = (plans: StackPlan[]): void => {
  const owners = new Map<string, string>();
  for (const { name, resources } of plans) {
    for (const { logicalId, type, id } of resources) {
      const owner = owners.get(`${type} ${id}`);
      if (owner !== undefined) {
        throw new Error(
          `Stack ${name}: ${logicalId} (${type}): ${id} is there already, as ${owner}`,
        );
      }
      owners.set(`${type} ${id}`, `${logicalId} of ${name}`);
    }
  }
};
