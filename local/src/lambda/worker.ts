import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import type { FunctionConfig } from './function-config.ts';
import type { FunctionLog } from './function-log.ts';
import { createInvocationSlot, type InvocationSlot } from './invocation-slot.ts';
import { peakResidentBytes, type MemoryWatch } from './process-memory.ts';
import { startRuntimeApi } from './runtime-api.ts';
import { workerEnvironment, type WorkerPlace } from './worker-environment.ts';
import { launch } from './worker-process.ts';

export type WorkerOptions = {
  log: FunctionLog;
  memory: MemoryWatch;
  place: Omit<WorkerPlace, 'runtimeApi' | 'tempDir'>;
  tempRoot: string;
};

/**
 * One execution environment: a process group that runs one invocation after the other. `invoke` resolves whatever
 * the function does; `exited` resolves when the group is gone and its files with it.
 */
export type Worker = {
  invoke: InvocationSlot['invoke'];
  isAlive: () => boolean;
  kill: () => void;
  exited: Promise<void>;
};

export const startWorker = async (
  config: FunctionConfig,
  { log, memory, place, tempRoot }: WorkerOptions,
): Promise<Worker> => {
  await mkdir(tempRoot, { recursive: true });
  const tempDir = await mkdtemp(path.join(tempRoot, `${config.name}-`));
  let peakBytes = 0;
  const slot = createInvocationSlot(config, {
    log,
    kill: () => worker.kill(),
    memoryBytes: () => Math.max(peakBytes, peakResidentBytes(worker.pid)),
  });
  const api = await startRuntimeApi(slot);
  const env = workerEnvironment(config, { ...place, tempDir, runtimeApi: api.address });
  const worker = await launch(config, env, log).catch((error: unknown) => {
    api.close();
    throw error;
  });
  let alive = true;

  const exited = worker.exited.then(async (reason) => {
    alive = false;
    api.close();
    await slot.exit(reason);
    await rm(tempDir, { recursive: true, force: true });
  });
  // AWS kills what is over its limit, and says no more than that it was killed.
  const limitMemory = (bytes: number) => {
    peakBytes = Math.max(peakBytes, bytes);
    if (bytes > config.memoryMb * 2 ** 20) worker.kill();
  };

  return {
    exited,
    isAlive: () => alive,
    kill: worker.kill,
    async invoke(event) {
      const unwatch = memory.watch(worker.pid, limitMemory);
      try {
        return await slot.invoke(event);
      } finally {
        unwatch();
      }
    },
  };
};
