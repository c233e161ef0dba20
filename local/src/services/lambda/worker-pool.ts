import type { InvokeResult } from './function-config.ts';
import type { InvocationEvent } from './invocation.ts';
import type { Worker } from './worker.ts';

/**
 * The workers of one version of one function: reused while warm, stopped when idle for long. The caller keeps to the
 * function's concurrency.
 */
export const createWorkerPool = (start: () => Promise<Worker>, idleSeconds: number) => {
  const idle = new Map<Worker, NodeJS.Timeout>();
  let retired = false;

  const take = async (): Promise<Worker> => {
    // The one used last: the others may then go idle for long enough to be stopped.
    const warm = [...idle.keys()].findLast((worker) => worker.isAlive());
    if (warm) forget(warm);
    return warm ?? (await add());
  };

  const add = async () => {
    const worker = await start();
    void worker.exited.then(() => forget(worker));
    return worker;
  };

  const giveBack = (worker: Worker) => {
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
      const result = await worker.invoke(event);
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
