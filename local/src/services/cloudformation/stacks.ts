import type { DatabaseSync } from 'node:sqlite';
import type { PackagedStack } from '@video-service/deploy/packaging/package-stack';
import { applyPlan, leftOver, removeResource } from './apply-plan.ts';
import type { StackPlan } from './plan-stack.ts';
import { planStacks } from './plan-stacks.ts';
import type { ResourceKinds } from './resource-kind.ts';
import { createStackStore, type StoredResource } from './stack-store.ts';

/** The dependencies of the stacks; `warn` is told what cannot be deleted. */
export type StacksOptions = {
  db: DatabaseSync;
  /** How to create the resources of these stacks. */
  kinds: (stacks: PackagedStack[]) => ResourceKinds;
  /** For templates that have parameters of these names. */
  parameters?: Record<string, string>;
  warn: (message: string) => void;
};

export type Stacks = ReturnType<typeof createStacks>;

/** The engine's stacks: their resources are recorded, and a deployment brings them up. */
export const createStacks = ({ db, kinds, parameters = {}, warn }: StacksOptions) => {
  const store = createStackStore(db);
  const running = new Map<string, StackPlan>();

  const removeLeftOver = async (plans: StackPlan[], known: ResourceKinds) => {
    const named = new Set(plans.flatMap(({ resources }) => resources.map(physicalId)));
    for (const resource of leftOver(plans, store)) {
      // It is still wanted under another logical id.
      if (named.has(physicalId(resource))) store.forget(resource);
      // As on AWS, a resource that cannot be deleted is kept and does not undo the update.
      else
        await removeResource(resource, known, store).catch((error: unknown) => warn(String(error)));
    }
  };

  return {
    /** Deploys the stacks according to their templates, in place and without losing data; all of them or an error. */
    async deploy(stacks: PackagedStack[]): Promise<void> {
      const known = kinds(stacks);
      const names = new Set(stacks.map(({ name }) => name));
      const others = Array.from(running.values()).filter(({ name }) => !names.has(name));
      const plans = planStacks(stacks, { kinds: known, parameters }, { store, others });
      for (const plan of plans) {
        await applyPlan(plan, store);
        running.set(plan.name, plan);
      }
      await removeLeftOver(plans, known);
    },

    /** Removes a stack with everything it does not retain; refused while another imports from it. */
    async remove(stack: string): Promise<void> {
      for (const { name } of store.exports().filter((entry) => entry.stack === stack)) {
        const importers = store.importers(name).filter((importer) => importer !== stack);
        if (importers.length === 0) continue;
        throw new Error(`Stack ${stack}: the export ${name} is in use by ${importers.join(', ')}`);
      }
      for (const resource of store.resources(stack).reverse()) {
        await removeResource(resource, kinds([]), store);
      }
      store.link(stack, { exports: new Map(), imports: [] });
      running.delete(stack);
    },

    /** The value of each export of every stack. */
    exports: (): Map<string, string> =>
      new Map(store.exports().map(({ name, value }) => [name, value])),

    /** Each export with its stack. */
    exported: store.exports,

    /** The stack as last deployed; undefined if it does not exist. */
    plan: (stack: string): StackPlan | undefined => running.get(stack),

    /** Everything that the policies of all stacks grant, and what AWS does for their resources. */
    access() {
      const resources = Array.from(running.values()).flatMap((plan) => plan.resources);
      return {
        grants: resources.flatMap(({ grants = [] }) => grants),
        needs: resources.flatMap(({ needs = [] }) => needs),
      };
    },

    /** The value of `Ref` for a deployed resource; throws if there is none of that name. */
    ref(stack: string, logicalId: string): string {
      const resource = running.get(stack)?.resources.find((r) => r.logicalId === logicalId);
      if (!resource) throw new Error(`Stack ${stack} has no resource ${logicalId}`);
      return resource.ref ?? resource.id;
    },
  };
};

const physicalId = ({ type, id }: Pick<StoredResource, 'type' | 'id'>) => `${type} ${id}`;
