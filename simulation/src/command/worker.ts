import { plant } from '../planted/plant.ts';
import type { Result } from '../history.ts';
import { setStage } from '../stage.ts';

/** A worker's request, and its response. */
export type Order = { seed: number; withTrace: boolean; isDeletion: boolean };
export type Report = Omit<Result, 'reached' | 'trace'> & {
  reached: [string, number][];
  trace: readonly string[];
  cpuMs: number;
};

const [planted] = process.argv.slice(2);
if (planted !== undefined) plant(planted);
const stage = await setStage();
const { simulate } = await import('../simulate.ts');
const { drill } = await import('../drill/drill.ts');

const work = async ({ seed, withTrace, isDeletion }: Order) => {
  const before = process.cpuUsage();
  const { reached, trace, ...result } = await (isDeletion ? drill : simulate)(seed, stage);
  const { user, system } = process.cpuUsage(before);
  const report: Report = {
    ...result,
    reached: [...reached],
    trace: withTrace || result.violations.length > 0 ? trace : [],
    cpuMs: (user + system) / 1000,
  };
  process.send?.(report);
};

process.on('message', (order: Order) => void work(order));
process.send?.('ready');
