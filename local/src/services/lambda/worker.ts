import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import type { FunctionConfig } from './function-config.ts';
import type { FunctionLog } from './function-log.ts';
import { createInvocationSlot, type InvocationSlot } from './invocation-slot.ts';
import { peakResidentBytes, type MemoryWatch } from './process-memory.ts';
import { startRuntimeApi } from './runtime-api.ts';
import { workerEnvironment, type WorkerPlace } from './worker-environment.ts';
import { createWorkerLimits } from './worker-limits.ts';
import { launch } from './worker-process.ts';

export type WorkerOptions = {
  log: FunctionLog;
  memory: MemoryWatch;
  place: Omit<WorkerPlace, 'runtimeApi' | 'tempDir'>;
  tempRoot: string;
};

/**
 * One execution environment: a process group that runs one invocation after the other. `invoke` always resolves;
 * `exited` resolves when the group and its files are gone.
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
  const limits = createWorkerLimits(config, tempDir);
  const slot = createInvocationSlot(config, {
    log,
    kill: () => worker.kill(),
    memoryBytes: () => Math.max(limits.peakBytes(), peakResidentBytes(worker.pid)),
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
    // What a dying process still writes there is deleted at the next start.
    await rm(tempDir, { recursive: true, force: true }).catch(() => undefined);
  });

  const keepToLimits = (memoryBytes: number) => {
    const excess = limits.exceededBy(memoryBytes);
    if (!excess) return;
    log.write(`ENGINE\tKilled: ${excess}\n`);
    worker.kill();
  };

  return {
    exited,
    isAlive: () => alive,
    kill: worker.kill,
    async invoke(event) {
      const unwatch = memory.watch(worker.pid, keepToLimits);
      try {
        return await slot.invoke(event);
      } finally {
        unwatch();
      }
    },
  };
};
