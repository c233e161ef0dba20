// This one is never replaced.
import { setTimeout as setRealTimeout } from 'node:timers';
import { setImmediate } from 'node:timers/promises';
import { type Actor, currentActor, actAs } from './actor.ts';
import { createClock } from './clock.ts';
import { createRandom } from './random.ts';
import { createTrace } from './trace.ts';

export type World = ReturnType<typeof createWorld>;

// A real wait, which only the first run of a process needs, because the SDK then looks for its files.
const PATIENT_TURNS = 200;
// Far more events than ever happen in one millisecond: code that waits without time passing would wait forever.
const MOST_STEPS_AT_ONCE = 100_000;

/** One history: virtual time, all randomness, and what has happened. */
export const createWorld = ({ seed, startMs }: { seed: number; startMs: number }) => {
  const clock = createClock(startMs);
  const random = createRandom(seed);
  const trace = createTrace(clock.now);
  const reached = new Map<string, number>();

  /** Runs a callback of the current actor later, unless it has crashed by then. */
  const after = (ms: number, run: () => void, actor: Actor | undefined = currentActor()) =>
    clock.after(ms, () => {
      if (!actor?.dead) actAs(actor, run);
    });

  return {
    seed,
    random,
    trace,
    now: clock.now,
    after,
    sleep: (ms: number) => new Promise<void>((wake) => void after(ms, wake)),

    /** Events that belong to nobody: deliveries, timeouts. */
    later: (ms: number, run: () => void) => clock.after(ms, () => actAs(undefined, run)),

    /** How often each fault and each rare branch was reached. */
    reached,
    reach: (what: string) => void reached.set(what, (reached.get(what) ?? 0) + 1),

    /** Runs events until `isOver`, until nothing is left before `untilMs`, or until time stands still. */
    async run({ isOver, untilMs }: { isOver: () => boolean; untilMs: number }, isPatient = false) {
      await setImmediate();
      let [last, still] = [clock.now(), 0];
      for (let idle = 0; !isOver() && still < MOST_STEPS_AT_ONCE;) {
        if (clock.step(untilMs)) idle = 0;
        else if (!isPatient || idle++ > PATIENT_TURNS) return;
        else await new Promise((resolve) => setRealTimeout(resolve, 1));
        // Everything that this triggers reaches its next wait.
        await setImmediate();
        still = clock.now() > last ? 0 : still + 1;
        last = clock.now();
      }
    },
  };
};
