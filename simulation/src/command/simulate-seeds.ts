import type { Options } from './arguments.ts';
import { runSeeds } from './run-seeds.ts';
import { missingIn, tableOf } from './table.ts';
import type { Report } from './worker.ts';

// Fewer seeds need not reach everything that is rare; in many, each kind of fault happens often.
const COMPLETE_SEEDS = 200;
const MANY_SEEDS = 1000;
const OFTEN = 100;
const MS_PER_SECOND = 1000;

type Print = (text: string) => void;

/** Runs the seeds and prints their results; returns the exit code. */
export const simulateSeeds = async (
  { seeds, deletions, trace, workers }: Options,
  print: Print,
): Promise<number> => {
  const began = Date.now();
  const reached = new Map<string, number>();
  const failed: number[] = [];
  let cpuMs = 0;
  await runSeeds({
    seeds,
    withTrace: trace,
    isDeletion: deletions,
    ...(workers !== undefined && { workers }),
    onReport: (report) => {
      for (const [name, times] of report.reached)
        reached.set(name, (reached.get(name) ?? 0) + times);
      cpuMs += report.cpuMs;
      if (report.violations.length > 0) failed.push(report.seed);
      if (report.violations.length > 0 || trace) print(tell(report, deletions));
      return false;
    },
  });
  const leastFaults = seeds.length >= MANY_SEEDS ? OFTEN : 1;
  const missing =
    seeds.length >= COMPLETE_SEEDS && !deletions ? missingIn(reached, leastFaults) : [];
  if (seeds.length > 1) print(tableOf(reached));
  for (const name of missing)
    print(`Reached ${reached.get(name) ?? 0} times, which is too rare: ${name}`);
  const seconds = Math.round((Date.now() - began) / MS_PER_SECOND);
  const cpu = Math.round(cpuMs / MS_PER_SECOND);
  print(`${seeds.length} seeds in ${seconds} s (${cpu} s of processor), ${failed.length} failed`);
  return failed.length > 0 || missing.length > 0 ? 1 : 0;
};

/** The trace of a seed, its error, and how to reproduce it. */
const tell = (
  { seed, trace, violations, faults, digest, hours }: Report,
  deletions: boolean,
): string =>
  [
    ...trace,
    `Seed ${seed}, trace ${digest.slice(0, 12)}, ${hours.toFixed(1)} hours; faults: ${faults}`,
    ...violations,
    `Again: npm run simulate -- ${deletions ? '--deletions ' : ''}--seed ${seed}`,
  ].join('\n');
