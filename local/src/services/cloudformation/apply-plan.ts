import { namingAsync } from './naming.ts';
import type { PlannedResource, StackPlan } from './plan-stack.ts';
import type { ResourceKinds } from './resource-kind.ts';
import type { StackStore, StoredResource } from './stack-store.ts';

/** Makes the resources of a stack, or changes them in place, and links the stack to the others. */
export const applyPlan = async (plan: StackPlan, store: StackStore): Promise<void> => {
  for (const resource of plan.resources) {
    // Remembered first, so that what a deploy made before it died is not forgotten.
    store.keep(asStored(plan.name, resource));
    await namingAsync(titleOf(asStored(plan.name, resource)), () => resource.apply?.());
  }
  store.link(plan.name, plan);
};

/** What has been made for these stacks and is in their plans no more, the last made first. */
export const leftOver = (plans: StackPlan[], store: StackStore): StoredResource[] => {
  const wanted = new Set(
    plans.flatMap(({ name, resources }) => resources.map((r) => keyOf(asStored(name, r)))),
  );
  return plans
    .flatMap(({ name }) => store.resources(name))
    .filter((resource) => !wanted.has(keyOf(resource)))
    .reverse();
};

/** Removes a resource, unless it is to be retained, and forgets it. */
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
