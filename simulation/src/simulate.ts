import { asClient } from './clients/client.ts';
import { replayAll } from './clients/operator.ts';
import { startClients } from './clients/start-clients.ts';
import type { Handlers } from './handlers.ts';
import { checkEnding } from './proof/ending.ts';
import type { References } from './proof/references.ts';
import { begin, isQuiet, live, openIn, type Run } from './run.ts';
import { drawFaults } from './world/faults.ts';
import { createWorld } from './world/world.ts';

const HOUR_MS = 3_600_000;
const DAY_SECONDS = 86_400;
const DAY_MS = DAY_SECONDS * 1000;
const FIRST_DAY = Date.UTC(2026, 10, 22);
// A video may take its whole deadline, and be restarted before that.
const PATIENCE_HOURS = 30;

/** The result of a seed. */
export type Result = {
  seed: number;
  violations: readonly string[];
  trace: readonly string[];
  digest: string;
  reached: ReadonlyMap<string, number>;
  faults: string;
  /** How long it took in virtual time. */
  hours: number;
};

export type Stage = { handlers: Handlers; forget: () => Promise<void>; references: References };

/** One history of the whole system, determined by its seed. */
export const simulate = async (seed: number, stage: Stage): Promise<Result> => {
  await stage.forget();
  const world = createWorld({ seed, startMs: FIRST_DAY + ((seed * 7919) % DAY_SECONDS) * 1000 });
  const hours = world.random.pick([0.2, 1, 4]);
  const faults = drawFaults(world.random, { from: world.now(), hours });
  const run = begin(world, faults, stage.handlers);
  const { proof, cloud } = run;
  const beginning = world.now();
  const hoursSince = (ms: number) => (world.now() - ms) / HOUR_MS;
  const clients = startClients(run, hours);
  await live(run, {
    isOver: () => clients.areDone() && isQuiet(run),
    hours: hours + PATIENCE_HOURS,
  });
  if (proof.violations.length === 0 && !isQuiet(run))
    proof.violate(
      `After ${hoursSince(beginning).toFixed(1)} hours there is no end: ${openIn(run).join(', ')}`,
    );
  if (proof.violations.length === 0) await replay(run);
  if (proof.violations.length === 0) checkEnding({ cloud, proof, references: stage.references });
  return {
    seed,
    violations: proof.violations,
    trace: world.trace.lines(),
    digest: world.trace.digest(),
    reached: world.reached,
    faults: faults.describe(),
    hours: hoursSince(beginning),
  };
};

// The operator does what the alarm says, after midnight, when labels are paid for again.
const replay = async (run: Run) => {
  const { world, cloud, proof } = run;
  if ([...cloud.deadLetters.values()].every((letters) => letters.length === 0)) return;
  world.reach('dead letters replayed');
  let isReplayed = false;
  world.later(DAY_MS, () => {
    void asClient('operator', world, async () => {
      await replayAll({ world });
      isReplayed = true;
    });
  });
  await live(run, { isOver: () => isReplayed && isQuiet(run), hours: 24 + PATIENCE_HOURS });
  if (proof.violations.length === 0 && !isQuiet(run))
    proof.violate(`After the redrive there is no end: ${openIn(run).join(', ')}`);
};
