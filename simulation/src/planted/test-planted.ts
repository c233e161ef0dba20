import type { Options } from '../command/arguments.ts';
import { runSeeds } from '../command/run-seeds.ts';
import type { Report } from '../command/worker.ts';
import { BUGS } from './bugs.ts';

const SHOWN = 110;

type Print = (text: string) => void;

/** Plants the bugs, one after the other, and prints which seed finds each; returns the exit code. */
export const testPlanted = async (
  only: string,
  { seeds, workers }: Pick<Options, 'seeds' | 'workers'>,
  print: Print,
): Promise<number> => {
  const names = only === '' ? Object.keys(BUGS) : [only];
  let missed = 0;
  for (const name of names) {
    const found = await firstToFind(name, { seeds, workers });
    if (!found) missed += 1;
    print(
      found
        ? `${name}: seed ${found.seed}, ${(found.violations[0] ?? '').slice(0, SHOWN)}`
        : `${name}: NOT FOUND by ${seeds.length} seeds`,
    );
  }
  print(`${names.length - missed} of ${names.length} planted bugs are found`);
  return missed === 0 ? 0 : 1;
};

const firstToFind = async (
  planted: string,
  { seeds, workers }: Pick<Options, 'seeds' | 'workers'>,
): Promise<Report | undefined> => {
  let first: Report | undefined;
  await runSeeds({
    seeds,
    planted,
    isDeletion: BUGS[planted]?.byDeletions === true,
    ...(workers !== undefined && { workers }),
    onReport: (report) => {
      if (report.violations.length > 0 && report.seed < (first?.seed ?? Infinity)) first = report;
      return first !== undefined;
    },
  });
  return first;
};
