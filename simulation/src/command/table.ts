import { CONSEQUENCES, DELIVERY_FAULTS, REQUEST_FAULTS } from '../world/faults.ts';
import { BRANCHES, PLACES } from '../proof/branches.ts';

const FAULTS: readonly string[] = [
  ...REQUEST_FAULTS,
  ...DELIVERY_FAULTS,
  'delivery out of order',
  ...CONSEQUENCES,
];

/** What every long run must have reached. */
const REQUIRED: readonly string[] = [...FAULTS, ...BRANCHES, ...PLACES];

/** How often each was reached, by name. */
export const tableOf = (reached: ReadonlyMap<string, number>): string => {
  const width = Math.max(...REQUIRED.map(({ length }) => length));
  return REQUIRED.map(
    (name) => `${name.padEnd(width)}  ${String(reached.get(name) ?? 0).padStart(8)}`,
  ).join('\n');
};

/** What was not reached, or in the case of faults not so often. */
export const missingIn = (reached: ReadonlyMap<string, number>, leastFaults: number): string[] => [
  ...FAULTS.filter((name) => (reached.get(name) ?? 0) < leastFaults),
  ...[...BRANCHES, ...PLACES].filter((name) => !reached.has(name)),
];
