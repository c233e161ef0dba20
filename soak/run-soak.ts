import { setTimeout } from 'node:timers/promises';
import { createRandom } from '../simulation/src/world/random.ts';
import { type Footprint, growthBetween, measure } from './footprint.ts';
import { type OpenSoak, openSoak } from './open-soak.ts';
import { type Account, accountFor, type Dropped } from './outcomes.ts';
import type { SoakOptions } from './soak-options.ts';
import { dropEvenly, dropUnderFaults } from './under-faults.ts';

const MINUTE_MS = 60_000;
const PAUSE_MS = 2000;
const SETTLING_MINUTES = 10;
const CALM_ROUNDS = 3;
const CALM_SHARE = 1 / 10;

/** The result of a soak test. */
export type Figures = {
  minutes: number;
  seed: number;
  /** The faults, and how often each occurred. */
  faults: Record<string, number>;
  /** Why some kinds of faults were not possible here. */
  notDone: string[];
  refusals: number;
  underFaults: Account & { dropped: number };
  calm: Account & { dropped: number };
  /** After each round without faults, when its videos were deleted. */
  footprints: Footprint[];
  /** Everything that is not as expected. */
  problems: string[];
};

/** Soaks the engine: first rounds with faults, then some without, after which nothing may have grown. */
export const runSoak = async (
  { minutes, videos, seed }: SoakOptions,
  say: (line: string) => void,
): Promise<Figures> => {
  await using running = new AsyncDisposableStack();
  const soak = await openSoak(videos, running);
  say('the bank is open');
  const struck = await dropUnderFaults(
    soak,
    { videos, durationMs: minutes * MINUTE_MS, random: createRandom(seed) },
    say,
  );
  const underFaults = await settle(soak, struck.dropped, say);
  await empty(soak);

  const round = Math.max(2, Math.round(videos * CALM_SHARE));
  const calm: Account[] = [];
  const footprints: Footprint[] = [];
  for (let number = 0; number < CALM_ROUNDS; number += 1) {
    const first = videos + number * round;
    const dropped = await dropEvenly(soak, { first, count: round, everyMs: 0 });
    calm.push(await settle(soak, dropped, say));
    await empty(soak);
    footprints.push(await measure(soak.engine, soak.stateDir));
  }
  const [before, after] = [footprints[0], footprints.at(-1)];
  return {
    ...{ minutes, seed, footprints },
    ...{ faults: struck.faults, refusals: struck.refusals },
    notDone: soak.disk ? [] : [NO_DISK],
    underFaults: { ...underFaults, dropped: videos },
    calm: { ...sumOf(calm), dropped: round * CALM_ROUNDS },
    problems: [
      ...underFaults.problems,
      ...calm.flatMap(({ problems }) => problems),
      ...soak.engine.deaths.map((death) => `The engine ended by itself: ${death}`),
      ...(before && after ? growthBetween(before, after, round * (CALM_ROUNDS - 1)) : []),
    ],
  };
};

const NO_DISK =
  'The disk was never filled: `unshare` gives no mounts of its own here, as on macOS or where user namespaces are forbidden.';

const settle = async (
  { view }: OpenSoak,
  dropped: Dropped[],
  say: (line: string) => void,
): Promise<Account> => {
  await until(view.isSettled);
  const [objects, outcomes, told] = await Promise.all([
    again(view.objects),
    again(view.outcomes),
    again(view.told),
  ]);
  const account = accountFor({ dropped, objects, outcomes, told });
  say(`${account.ready} ready, ${JSON.stringify(account.failed)} failed`);
  return account;
};

const empty = async ({ view }: OpenSoak) => {
  await again(() => view.deleteAll());
  await until(view.isEmpty);
};

// Videos that are not done in time are listed in their current state.
const until = async (condition: () => Promise<boolean>) => {
  const deadline = Date.now() + SETTLING_MINUTES * MINUTE_MS;
  while (Date.now() < deadline && !(await again(condition))) await setTimeout(PAUSE_MS);
};

// The SDK sets its clock by what a refusal says, but does not ask again itself.
const again = <Answer>(ask: () => Promise<Answer>): Promise<Answer> => ask().catch(ask);

const sumOf = (accounts: Account[]): Account => ({
  ready: accounts.reduce((sum, { ready }) => sum + ready, 0),
  failed: accounts.reduce<Record<string, number>>((sum, { failed }) => {
    for (const [code, count] of Object.entries(failed)) sum[code] = (sum[code] ?? 0) + count;
    return sum;
  }, {}),
  problems: accounts.flatMap(({ problems }) => problems),
});
