import { asClient } from './clients/client.ts';
import { replayAll } from './clients/operator.ts';
import type { Handlers } from './handlers.ts';
import { checkEnding } from './proof/ending.ts';
import type { References } from './proof/references.ts';
import { isQuiet, live, openIn, type Run } from './run.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
// A video may take its whole deadline, and be restarted before that.
const PATIENCE_HOURS = 30;

/** The services over their models, which a process loads once. */
export type Stage = { handlers: Handlers; forget: () => Promise<void>; references: References };

/** What became of a history. */
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

/** Lives until the clients are done and nothing is left to do, and lets the operator replay what failed for good. */
export const liveToTheEnd = async (
  run: Run,
  { areDone, hours = 0 }: { areDone: () => boolean; hours?: number },
): Promise<void> => {
  const { proof, world } = run;
  const beginning = world.now();
  await live(run, { isOver: () => areDone() && isQuiet(run), hours: hours + PATIENCE_HOURS });
  if (proof.violations.length === 0 && !isQuiet(run))
    proof.violate(
      `After ${hoursSince(run, beginning).toFixed(1)} hours there is no end: ${openIn(run).join(', ')}`,
    );
  if (proof.violations.length === 0) await replay(run);
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

/** Checks that everything ended correctly, unless something went wrong before. */
export const checkEnd = ({ cloud, proof }: Run, { references }: Stage): void => {
  if (proof.violations.length === 0) checkEnding({ cloud, proof, references });
};

export const resultOf = (seed: number, run: Run, beginning: number): Result => ({
  seed,
  violations: run.proof.violations,
  trace: run.world.trace.lines(),
  digest: run.world.trace.digest(),
  reached: run.world.reached,
  faults: run.faults.describe(),
  hours: hoursSince(run, beginning),
});

const hoursSince = ({ world }: Run, ms: number) => (world.now() - ms) / HOUR_MS;
