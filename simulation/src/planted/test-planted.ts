import { runSeeds } from '../command/run-seeds.ts';
import type { Report } from '../command/worker.ts';
import { BUGS } from './bugs.ts';

const MOST_SEEDS = 400;
const SHOWN = 110;

type Print = (text: string) => void;

/** Plants the bugs, one after the other, and prints which seed finds each; the exit code. */
export const testPlanted = async (only: string, print: Print): Promise<number> => {
  const names = only === '' ? Object.keys(BUGS) : [only];
  let missed = 0;
  for (const name of names) {
    const found = await firstToFind(name);
    if (!found) missed += 1;
    print(
      found
        ? `${name}: seed ${found.seed}, ${(found.violations[0] ?? '').slice(0, SHOWN)}`
        : `${name}: NOT FOUND by ${MOST_SEEDS} seeds`,
    );
  }
  print(`${names.length - missed} of ${names.length} planted bugs are found`);
  return missed === 0 ? 0 : 1;
};

const firstToFind = async (planted: string): Promise<Report | undefined> => {
  let first: Report | undefined;
  await runSeeds({
    seeds: Array.from({ length: MOST_SEEDS }, (_, index) => index + 1),
    planted,
    onReport: (report) => {
      if (report.violations.length > 0 && report.seed < (first?.seed ?? Infinity)) first = report;
      return first !== undefined;
    },
  });
  return first;
};
