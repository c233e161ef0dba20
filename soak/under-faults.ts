import { writeFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import type { Random } from '../simulation/src/world/random.ts';
import { drawFaults, LAST_CLOCK_MS, possibleFaults } from './faults.ts';
import type { OpenSoak } from './open-soak.ts';
import type { Dropped } from './outcomes.ts';

// After the last upload the faults continue for the rest of the time.
const DROPPING_SHARE = 0.8;
const PAUSE_MS = [500, 4000] as const;

export type Struck = { dropped: Dropped[]; refusals: number; faults: Record<string, number> };

/** Uploads this many videos, evenly spread, while one fault after another occurs. */
export const dropUnderFaults = async (
  soak: OpenSoak,
  { videos, durationMs, random }: { videos: number; durationMs: number; random: Random },
  say: (line: string) => void,
): Promise<Struck> => {
  const until = Date.now() + durationMs;
  const [drops, faults] = await Promise.all([
    dropEvenly(soak, { first: 0, count: videos, everyMs: (durationMs * DROPPING_SHARE) / videos }),
    strike(soak, { until, random }, say),
  ]);
  writeFileSync(soak.clockFile, String(LAST_CLOCK_MS));
  return {
    dropped: drops,
    refusals: drops.reduce((sum, { refusals }) => sum + refusals, 0),
    faults,
  };
};

/** Uploads films one after the other, each after a pause, whatever happened to the previous ones. */
export const dropEvenly = async (
  { doors, filmOf }: Pick<OpenSoak, 'doors' | 'filmOf'>,
  { first, count, everyMs }: { first: number; count: number; everyMs: number },
) =>
  Promise.all(
    Array.from({ length: count }, async (_, index) => {
      await setTimeout(index * everyMs);
      return doors.drop(first + index, filmOf(first + index));
    }),
  );

const strike = async (
  soak: OpenSoak,
  { until, random }: { until: number; random: Random },
  say: (line: string) => void,
) => {
  const counts: Record<string, number> = {};
  for (const [fault, hit] of drawFaults({ ...soak, random })) {
    await setTimeout(random.whole(...PAUSE_MS));
    // On a busy machine a short soak test takes longer, so that each kind occurs.
    if (Date.now() >= until && possibleFaults(soak).every((kind) => counts[kind])) break;
    if (!(await hit())) continue;
    counts[fault] = (counts[fault] ?? 0) + 1;
    say(fault);
  }
  return counts;
};
