import type { Clock } from '../../state/clock.ts';
import type { LambdaFunction } from './lambda-function.ts';

// The longest timeout in Node.
const MAX_SLEEP_MS = 2 ** 31 - 1;

/** Work waiting for a function to run it; `run` never rejects. */
export type Work = () => Promise<void>;

/** A source of work. */
export type WorkSource = {
  /** The function's next piece of work, which nobody else can take any more; undefined if nothing is due. */
  next: (lambda: LambdaFunction, now: number) => Work | undefined;
  /** When to check again, if nothing wakes the pump before. */
  nextDueAt: (now: number) => number | undefined;
  /** From now on nothing that ends has an effect: killed work is due again at the next start. */
  stop: () => void;
};

export type PumpOptions = {
  clock: Clock;
  functions: ReadonlyMap<string, LambdaFunction>;
  /** The maximum number of concurrent pieces of work, over all functions. */
  concurrency: number;
};

/** Runs the functions' waiting work, in turn, at most `concurrency` at a time. */
export const startPump = (
  sources: WorkSource[],
  { clock, functions, concurrency }: PumpOptions,
) => {
  const running = new Set<Promise<void>>();
  let timer: NodeJS.Timeout | undefined;
  let woken: NodeJS.Immediate | undefined;
  let stopped = false;

  const pump = () => {
    woken = undefined;
    clearTimeout(timer);
    // One time for all: work that becomes due between two readings would be neither taken nor waited for.
    const now = clock.now();
    while (running.size < concurrency) {
      const work = nextWork(now);
      if (!work) break;
      start(work);
    }
    const dueAt = sources.flatMap((source) => source.nextDueAt(now) ?? []);
    if (dueAt.length > 0) timer = setTimeout(wake, sleepMs(Math.min(...dueAt) - clock.now()));
  };

  // The callers write inside transactions, which end within their turn of the event loop.
  const wake = () => {
    if (!stopped) woken ??= setImmediate(pump);
  };

  const nextWork = (now: number) => {
    for (const lambda of inTurn(functions.values())) {
      for (const source of sources) {
        const work = source.next(lambda, now);
        if (work) return work;
      }
    }
    return undefined;
  };

  const start = (work: Work) => {
    const run = work().finally(() => {
      running.delete(run);
      wake();
    });
    running.add(run);
  };

  return {
    wake,

    /** Starts nothing more; resolves when the running work has ended. */
    async stop() {
      stopped = true;
      clearTimeout(timer);
      clearImmediate(woken);
      for (const source of sources) source.stop();
      await Promise.all(running);
    },
  };
};

// The function with the least running work comes first: a busy one does not starve the others.
const inTurn = (functions: Iterable<LambdaFunction>) =>
  [...functions].sort((a, b) => a.running() - b.running() || a.lastStartedAt() - b.lastStartedAt());

const sleepMs = (ms: number) => Math.min(Math.max(ms, 1), MAX_SLEEP_MS);
