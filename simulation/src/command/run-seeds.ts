import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import type { Order, Report } from './worker.ts';

const MOST_WORKERS = 8;

type Options = {
  seeds: number[];
  withTrace?: boolean;
  /** Whether each seed is a case of the deletion drill. */
  isDeletion?: boolean;
  planted?: string;
  workers?: number;
  /** Called for every seed; true ends the run. */
  onReport: (report: Report) => boolean;
};

/** Runs seeds in separate processes, each of which takes the next one when it is done. */
export const runSeeds = async ({
  seeds,
  withTrace = false,
  isDeletion = false,
  planted,
  workers = Math.min(availableParallelism(), MOST_WORKERS),
  onReport,
}: Options): Promise<void> => {
  const left = [...seeds];
  let isOver = false;
  await Promise.all(
    Array.from({ length: Math.min(workers, seeds.length) }, () =>
      runWorker(planted, {
        next: (): Order | undefined => {
          const seed = isOver ? undefined : left.shift();
          return seed === undefined ? undefined : { seed, withTrace, isDeletion };
        },
        onReport: (report) => {
          isOver ||= onReport(report);
        },
      }),
    ),
  );
};

const WORKER = new URL('worker.ts', import.meta.url);

const runWorker = (
  planted: string | undefined,
  { next, onReport }: { next: () => Order | undefined; onReport: (report: Report) => void },
) =>
  new Promise<void>((resolve, reject) => {
    const worker = fork(WORKER, planted === undefined ? [] : [planted]);
    let isDone = false;
    worker.on('message', (message: Report | 'ready') => {
      if (message !== 'ready') onReport(message);
      const order = next();
      if (order) return void worker.send(order);
      isDone = true;
      worker.kill();
    });
    worker.once('error', reject);
    worker.once('exit', (code, signal) => {
      if (isDone) resolve();
      else reject(new Error(`A worker ended early, with ${String(code ?? signal)}`));
    });
  });
