import { isDeepStrictEqual } from 'node:util';
import type { FunctionConfig, InvokeResult } from './function-config.ts';
import type { InvocationEvent } from './invocation.ts';
import { createWorkerPool } from './worker-pool.ts';
import type { Worker } from './worker.ts';

export type LambdaFunction = ReturnType<typeof createLambdaFunction>;

export type LambdaFunctionOptions = {
  startWorker: (config: FunctionConfig) => Promise<Worker>;
  idleSeconds: number;
  /** A slot for another invocation has become free. */
  onFinished: () => void;
};

/** A function over time: its current version, and its running invocations. */
export const createLambdaFunction = (first: FunctionConfig, options: LambdaFunctionOptions) => {
  const { startWorker, idleSeconds, onFinished } = options;
  const poolOf = (version: FunctionConfig) =>
    createWorkerPool(() => startWorker(version), idleSeconds);
  let config = first;
  let pool = poolOf(first);
  let running = 0;
  let lastStartedAt = 0;

  return {
    config: () => config,
    running: () => running,
    lastStartedAt: () => lastStartedAt,
    isThrottled: () => running >= (config.reservedConcurrency ?? Infinity),

    /** From now on invocations run on the new version; running ones finish on the old one. */
    configure(next: FunctionConfig) {
      if (isDeepStrictEqual(config, next)) return;
      pool.retire();
      config = next;
      pool = poolOf(next);
    },

    async run(event: InvocationEvent): Promise<InvokeResult> {
      running += 1;
      lastStartedAt = performance.now();
      try {
        return await pool.run(event);
      } finally {
        running -= 1;
        onFinished();
      }
    },

    /** Stops the workers as they become idle. */
    retire: () => pool.retire(),
  };
};
