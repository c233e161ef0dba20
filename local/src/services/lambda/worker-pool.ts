import type { InvokeResult } from './function-config.ts';
import type { InvocationEvent } from './invocation.ts';
import type { Worker } from './worker.ts';

// Starting a worker takes some 200 ms of a processor, and 80 MB: a busy one that is free sooner is waited for.
const COLD_START_MS = 250;

/**
 * The workers of one version of one function: reused while warm, stopped when idle for long. An invocation for which
 * none is free gets a new one, unless the last took less time than a cold start: then it waits for so long at most. The
 * caller keeps to the function's concurrency.
 */
export const createWorkerPool = (start: () => Promise<Worker>, idleSeconds: number) => {
  const idle = new Map<Worker, NodeJS.Timeout>();
  const waiting = new Set<(worker: Worker | undefined) => void>();
  let lastMs = Infinity;
  let busy = 0;
  let retired = false;

  const take = async (): Promise<Worker> => {
    // The last one used, so that the others become idle long enough to be stopped.
    const warm = [...idle.keys()].findLast((worker) => worker.isAlive());
    if (!warm) return (await soonFree()) ?? (await add());
    forget(warm);
    busy += 1;
    return warm;
  };

  const soonFree = async (): Promise<Worker | undefined> => {
    if (busy === 0 || lastMs >= COLD_START_MS) return undefined;
    const { promise, resolve } = Promise.withResolvers<Worker | undefined>();
    waiting.add(resolve);
    const timer = setTimeout(resolve, COLD_START_MS, undefined);
    const worker = await promise;
    clearTimeout(timer);
    waiting.delete(resolve);
    return worker;
  };

  const add = async () => {
    busy += 1;
    try {
      const worker = await start();
      void worker.exited.then(() => forget(worker));
      return worker;
    } catch (error) {
      busy -= 1;
      throw error;
    }
  };

  const giveBack = (worker: Worker) => {
    const [next] = waiting;
    if (next && !retired && worker.isAlive()) {
      waiting.delete(next);
      next(worker);
      return;
    }
    busy -= 1;
    if (retired) worker.kill();
    else if (worker.isAlive()) idle.set(worker, setTimeout(worker.kill, idleSeconds * 1000));
  };

  const forget = (worker: Worker) => {
    clearTimeout(idle.get(worker));
    idle.delete(worker);
  };

  return {
    async run(event: InvocationEvent): Promise<InvokeResult> {
      const worker = await take();
      const startedAt = performance.now();
      const result = await worker.invoke(event);
      lastMs = performance.now() - startedAt;
      giveBack(worker);
      return result;
    },

    /** Stops idle workers now and busy ones once they have finished. */
    retire() {
      retired = true;
      for (const worker of idle.keys()) worker.kill();
    },
  };
};
