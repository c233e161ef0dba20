import { rmSync } from 'node:fs';
import { folderBytes } from './folder-bytes.ts';
import path from 'node:path';
import type { FunctionConfig } from './function-config.ts';
import type { FunctionLog } from './function-log.ts';
import { createMemoryWatch } from './process-memory.ts';
import { startWorker, type Worker } from './worker.ts';

const COMPILED_MAX_BYTES = 100 * 2 ** 20;

export type WorkerLauncherOptions = {
  stateDir: string;
  awsEndpoint: () => string;
  logOf: (functionName: string) => FunctionLog;
};

export type WorkerLauncher = ReturnType<typeof createWorkerLauncher>;

/** Starts workers and tracks those that are alive. */
export const createWorkerLauncher = (options: WorkerLauncherOptions) => {
  const memory = createMemoryWatch();
  const tempRoot = path.join(options.stateDir, 'tmp');
  const compileCacheDir = path.join(options.stateDir, 'compile-cache');
  const starting = new Set<Promise<Worker>>();
  const alive = new Set<Worker>();
  let stopped = false;

  // Leftovers of a crash.
  rmSync(tempRoot, { recursive: true, force: true });
  // It saves a third of every first start; compiled code of older bundles accumulates in it.
  if (folderBytes(compileCacheDir) > COMPILED_MAX_BYTES)
    rmSync(compileCacheDir, { recursive: true, force: true });

  return {
    async start(config: FunctionConfig): Promise<Worker> {
      if (stopped) throw new Error('The engine is stopping');
      const start = startWorker(config, {
        memory,
        tempRoot,
        log: options.logOf(config.name),
        place: { compileCacheDir, awsEndpoint: options.awsEndpoint() },
      });
      starting.add(start);
      try {
        const worker = await start;
        alive.add(worker);
        void worker.exited.then(() => alive.delete(worker));
        return worker;
      } finally {
        starting.delete(start);
      }
    },

    /** Kills all workers and starts no more; resolves when they are gone. */
    async stop() {
      stopped = true;
      await Promise.allSettled(starting);
      for (const worker of alive) worker.kill();
      await Promise.all([...alive].map(({ exited }) => exited));
    },
  };
};
