import type { DeliveryFault, Faults } from '../world/faults.ts';
import type { World } from '../world/world.ts';

const SOON_MS = [5, 2000] as const;
const LATE_MS = [60_000, 2 * 3_600_000] as const;

export type Deliver = ReturnType<typeof createDelivery>['deliver'];

/** What may happen to a message instead of its delivery: it is lost, or it becomes a dead letter. */
type Exceptions = { mayBeLost?: boolean; onLost?: () => void; onUndeliverable?: () => void };

/** Delivers messages at least once and in any order; late, twice or not at all where the seed says so. */
export const createDelivery = (world: World, faults: Faults) => {
  const newest = new Map<string, number>();
  let sent = 0;
  let underWay = 0;
  const delivered: [road: string, run: () => void][] = [];

  const deliver = (
    road: string,
    run: () => void,
    { mayBeLost = false, onLost, onUndeliverable }: Exceptions = {},
  ): void => {
    const order = ++sent;
    const happens = (fault: DeliveryFault) => {
      const does = faults.happens(fault, world.now());
      if (does) {
        world.reach(fault);
        world.trace.add(`FAULT ${fault}: ${road}`);
      }
      return does;
    };
    if (mayBeLost && happens('delivery lost')) return onLost?.();
    if (onUndeliverable && happens('delivery impossible')) {
      onUndeliverable();
      return;
    }
    for (let copies = happens('delivery twice') ? 2 : 1; copies > 0; copies--) {
      const [from, to] = happens('delivery late') ? LATE_MS : SOON_MS;
      underWay += 1;
      world.later(world.random.whole(from, to), () => {
        if (order < (newest.get(road) ?? 0)) world.reach('delivery out of order');
        newest.set(road, Math.max(order, newest.get(road) ?? 0));
        underWay -= 1;
        delivered.push([road, run]);
        run();
      });
    }
  };

  /** Delivers everything that was ever delivered again. */
  const deliverAgain = () => {
    for (const [road, run] of delivered.splice(0)) deliver(road, run);
  };

  /** Whether anything is in flight. */
  const isBusy = () => underWay > 0;

  return { deliver, deliverAgain, isBusy };
};
