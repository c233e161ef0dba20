import { startClients } from './clients/start-clients.ts';
import { checkEnd, liveToTheEnd, type Result, resultOf, type Stage } from './history.ts';
import { begin } from './run.ts';
import { drawFaults } from './world/faults.ts';
import { createWorld } from './world/world.ts';

const DAY_SECONDS = 86_400;
const FIRST_DAY = Date.UTC(2026, 10, 22);

/** One history of the whole system, determined by its seed. */
export const simulate = async (seed: number, stage: Stage): Promise<Result> => {
  await stage.forget();
  const world = createWorld({ seed, startMs: FIRST_DAY + ((seed * 7919) % DAY_SECONDS) * 1000 });
  const hours = world.random.pick([0.2, 1, 4]);
  const faults = drawFaults(world.random, { from: world.now(), hours });
  const run = begin(world, faults, stage.handlers);
  const beginning = world.now();
  const { areDone } = startClients(run, hours);
  await liveToTheEnd(run, { areDone, hours });
  checkEnd(run, stage);
  return resultOf(seed, run, beginning);
};
