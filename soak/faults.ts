import { writeFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import type { Random } from '../simulation/src/world/random.ts';
import type { Engine } from './engine.ts';
import type { SmallDisk } from './small-disk.ts';
import { workersOf } from './workers.ts';

const MINUTE_MS = 60_000;
/** What the clock is set to in the end: no time that was written down lies ahead of it. */
export const LAST_CLOCK_MS = 10 * MINUTE_MS;
// Within the quarter of an hour that signatures allow: the date in an HTTP answer is not moved, and the SDK trusts it.
const CLOCKS_MS = [-LAST_CLOCK_MS, -MINUTE_MS, 0, 5 * MINUTE_MS, LAST_CLOCK_MS] as const;
const FULL_MS = [2000, 8000] as const;
// Each once, and then the cheap ones more often.
const FAULTS: Fault[] = [
  'worker killed',
  'engine killed',
  'clock set',
  'disk filled',
  'engine killed on a full disk',
];
const OFTEN: Fault[] = ['worker killed', 'worker killed', 'worker killed', 'engine killed'];

export type Fault =
  'worker killed' | 'engine killed' | 'clock set' | 'disk filled' | 'engine killed on a full disk';

type Place = {
  engine: Engine;
  disk: SmallDisk | undefined;
  clockFile: string;
  random: Random;
};

/** The faults that are possible here: without a separate disk, none is filled. */
export const possibleFaults = ({ disk }: Pick<Place, 'disk'>): Fault[] =>
  FAULTS.filter((fault) => disk !== undefined || !fault.includes('disk'));

/** All faults that are possible here, in random order, repeatedly; each returns whether it had an effect. */
export const drawFaults = function* (place: Place): Generator<[Fault, () => Promise<boolean>]> {
  const strikes = strikesOn(place);
  const possible = possibleFaults(place);
  let round = possible;
  for (;;) {
    for (const fault of shuffled(round, place.random)) yield [fault, strikes[fault]];
    round = [...possible, ...OFTEN];
  }
};

const strikesOn = ({ engine, disk, clockFile, random }: Place) => {
  const restart = async () => {
    if (!(await engine.start())) throw new Error('The engine does not start again');
  };
  const whileFull = async (work: () => Promise<void>) => {
    disk?.fill();
    try {
      await work();
    } finally {
      disk?.free();
    }
    return true;
  };

  return {
    'worker killed': () => {
      const [first, ...others] = workersOf(engine.pid() ?? 0);
      return Promise.resolve(first !== undefined && isKilled(random.pick([first, ...others])));
    },
    'engine killed': async () => {
      await engine.kill();
      await restart();
      return true;
    },
    'clock set': () => {
      writeFileSync(clockFile, String(random.pick(CLOCKS_MS)));
      return Promise.resolve(true);
    },
    'disk filled': () => whileFull(() => setTimeout(random.whole(...FULL_MS))),
    'engine killed on a full disk': async () => {
      await whileFull(async () => {
        await engine.kill();
        await engine.start();
      });
      if (engine.pid() === undefined) await restart();
      return true;
    },
  } satisfies Record<Fault, () => Promise<boolean>>;
};

const isKilled = (pid: number) => {
  try {
    return process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended meanwhile.
    return false;
  }
};

const shuffled = <Item>(items: Item[], random: Random) =>
  items
    .map((item) => ({ item, at: random.next() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ item }) => item);
