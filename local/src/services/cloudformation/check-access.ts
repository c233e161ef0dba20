import { isAllowed, type Access } from '../iam/policy.ts';
import type { PlannedResource, StackPlan } from './plan-stack.ts';

/** Throws for the first resource that would not work on AWS because no policy grants what it needs. */
export const checkAccess = (plans: StackPlan[]): void => {
  for (const plan of plans) {
    for (const resource of plan.resources) {
      for (const access of resource.needs ?? []) {
        const reason = reasonToRefuse(access, { resource, plan, plans });
        if (reason) {
          throw new Error(
            `Stack ${plan.name}: ${resource.logicalId} (${resource.type}): AWS would refuse it, ${reason}`,
          );
        }
      }
    }
  }
};

type Need = { resource: PlannedResource; plan: StackPlan; plans: StackPlan[] };

const reasonToRefuse = (access: Access, { resource, plan, plans }: Need) => {
  const grantsOf = (isCounted: (granting: PlannedResource, of: StackPlan) => boolean) =>
    plans.flatMap((of) =>
      of.resources.flatMap((granting) => (isCounted(granting, of) ? (granting.grants ?? []) : [])),
    );
  const { principal, action, sourceArn } = access;
  const onBehalf = sourceArn === undefined ? '' : ` for ${sourceArn}`;
  const what = `${principal} ${action} on ${access.resource}${onBehalf}`;
  if (
    !isAllowed(
      grantsOf(() => true),
      access,
    )
  )
    return `as no policy allows ${what}`;
  if (!access.checkedAtOnce) return undefined;
  const before = grantsOf(
    ({ logicalId }, of) => of.name !== plan.name || resource.madeAfter.has(logicalId),
  );
  return isAllowed(before, access)
    ? undefined
    : `as the policy that allows ${what} is made later: add a DependsOn on it`;
};
