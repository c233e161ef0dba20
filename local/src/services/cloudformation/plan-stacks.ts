import { checkAccess } from './check-access.ts';
import { checkNames } from './check-names.ts';
import { naming } from './naming.ts';
import { orderStacks, type Stack } from './order-stacks.ts';
import { planStack, type Offer, type StackPlan } from './plan-stack.ts';
import type { StackStore } from './stack-store.ts';

/**
 * Plans stacks in deployment order without changing anything: whatever AWS would reject or the engine does not support
 * is an error here, before anything is touched. `others` are already running.
 */
export const planStacks = (
  stacks: Stack[],
  offer: Offer,
  { store, others }: { store: StackStore; others: StackPlan[] },
): StackPlan[] => {
  const names = new Set(stacks.map(({ name }) => name));
  const elsewhere = store.exports().filter(({ stack }) => !names.has(stack));
  const exported = new Map(elsewhere.map(({ name, value }) => [name, value]));
  const plans = orderStacks(stacks).map((stack) => {
    const plan = naming(`Stack ${stack.name}`, () => planStack(stack, offer, exported));
    for (const [name, value] of plan.exports) {
      if (exported.has(name)) throw new Error(`Stack ${stack.name}: ${name} is exported already`);
      exported.set(name, value);
    }
    return plan;
  });
  checkImporters(plans, store);
  checkNames([...others, ...plans]);
  checkAccess([...others, ...plans]);
  return plans;
};

// Stacks deployed together count in their new state, so that an export can be removed together with its last import.
const checkImporters = (plans: StackPlan[], store: StackStore) => {
  const planned = new Map(plans.map((plan) => [plan.name, plan]));
  for (const { name, value, stack } of store.exports()) {
    const plan = planned.get(stack);
    if (!plan || plan.exports.get(name) === value) continue;
    const importers = store.importers(name).filter((importer) => !planned.has(importer));
    if (importers.length > 0) {
      throw new Error(`Stack ${stack}: the export ${name} is in use by ${importers.join(', ')}`);
    }
  }
};
