import { CONSEQUENCES, DELIVERY_FAULTS, REQUEST_FAULTS } from '../world/faults.ts';
import { BRANCHES } from '../proof/branches.ts';

/** What every long run must have reached. */
const REQUIRED: readonly string[] = [
  ...REQUEST_FAULTS,
  ...DELIVERY_FAULTS,
  'delivery out of order',
  ...CONSEQUENCES,
  ...BRANCHES,
];

/** How often each was reached, by name. */
export const tableOf = (reached: ReadonlyMap<string, number>): string => {
  const width = Math.max(...REQUIRED.map(({ length }) => length));
  return REQUIRED.map(
    (name) => `${name.padEnd(width)}  ${String(reached.get(name) ?? 0).padStart(8)}`,
  ).join('\n');
};

export const missingIn = (reached: ReadonlyMap<string, number>): string[] =>
  REQUIRED.filter((name) => !reached.has(name));
