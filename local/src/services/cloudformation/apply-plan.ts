import { namingAsync } from './naming.ts';
import type { PlannedResource, StackPlan } from './plan-stack.ts';
import type { ResourceKinds } from './resource-kind.ts';
import type { StackStore, StoredResource } from './stack-store.ts';

/** Creates or updates a stack's resources in place, and records its exports and imports. */
export const applyPlan = async (plan: StackPlan, store: StackStore): Promise<void> => {
  for (const resource of plan.resources) {
    // Recorded first, so that resources created before a crash are not forgotten.
    store.keep(asStored(plan.name, resource));
    await namingAsync(titleOf(asStored(plan.name, resource)), () => resource.apply?.());
  }
  store.link(plan.name, plan);
};

/** The resources of these stacks that are no longer in their plans, last created first. */
export const leftOver = (plans: StackPlan[], store: StackStore): StoredResource[] => {
  const wanted = new Set(
    plans.flatMap(({ name, resources }) => resources.map((r) => keyOf(asStored(name, r)))),
  );
  return plans
    .flatMap(({ name }) => store.resources(name))
    .filter((resource) => !wanted.has(keyOf(resource)))
    .reverse();
};

/** Deletes a resource, unless it is to be retained, and forgets it. */
export const removeResource = async (
  resource: StoredResource,
  kinds: ResourceKinds,
  store: StackStore,
): Promise<void> => {
  const { type, id, retain } = resource;
  if (!retain) await namingAsync(titleOf(resource), () => kinds[type]?.remove?.(id));
  store.forget(resource);
};

const asStored = (stack: string, resource: PlannedResource): StoredResource => {
  const { logicalId, type, id, properties, retain } = resource;
  return { stack, logicalId, type, id, properties: JSON.stringify(properties), retain };
};

const keyOf = ({ stack, logicalId, type, id }: StoredResource) =>
  JSON.stringify([stack, logicalId, type, id]);

const titleOf = ({ stack, logicalId, type }: StoredResource) =>
  `Stack ${stack}: ${logicalId} (${type})`;
