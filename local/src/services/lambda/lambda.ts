import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { availableParallelism } from 'node:os';
import type { DatabaseSync } from 'node:sqlite';
import pLimit from 'p-limit';
import { openEventQueue } from './event-queue.ts';
import type { Clock } from '../../state/clock.ts';
import { isDiskShort } from '../../state/disk-space.ts';
import { flush } from '../../state/flush.ts';
import { createEventWork } from './event-work.ts';
import type { FailurePorts } from './failed-event.ts';
import { functionNameIn, type FunctionConfig, type InvokeResult } from './function-config.ts';
import { openLogs } from './function-log.ts';
import { LambdaError } from './lambda-error.ts';
import { createLambdaFunction, type LambdaFunction } from './lambda-function.ts';
import { createBatchWork, type BatchPorts } from './polling/batch-work.ts';
import type { EventSourceMapping } from './polling/mapping.ts';
import { startPump } from './pump.ts';
import { handleInvoke } from './wire-api.ts';
import { createWorkerLauncher } from './worker-launcher.ts';

const AWS_RETRY_DELAYS_SECONDS: [number, number] = [60, 120];
// A cold start takes a third of a second; an idle worker uses about 80 MB.
const DEFAULT_IDLE_SECONDS = 60;

export type LambdaOptions = {
  db: DatabaseSync;
  clock: Clock;
  stateDir: string;
  awsEndpoint: () => string;
  retryDelaysSeconds?: [number, number];
  /** How soon a message returns after its function has failed; by default, after its queue's visibility timeout. */
  redeliverySeconds?: number;
  queues: BatchPorts;
  /** Whether the disk is too full to work; by default checks the state's disk. */
  isShort?: () => boolean;
  /** How many queued events and batches run concurrently, over all functions. */
  concurrency?: number;
  /** How many synchronous invocations run concurrently; the others wait for their turn. */
  syncConcurrency?: number;
  idleSeconds?: number;
} & Pick<FailurePorts, 'publish' | 'sendToQueue'>;

export type Lambda = ReturnType<typeof startLambda>;

/** Functions as on AWS Lambda, each invocation in a worker process; queued work survives any crash. */
export const startLambda = (options: LambdaOptions) => {
  const functions = new Map<string, LambdaFunction>();
  const queue = openEventQueue(options.db, options.clock);
  const logOf = openLogs(options.stateDir);
  const workers = createWorkerLauncher({ ...options, logOf });
  const syncLimit = pLimit(options.syncConcurrency ?? 2 * availableParallelism() + 4);

  const enqueue = (functionName: string, payload: string) => {
    queue.add(functionNameIn(functionName) ?? functionName, payload);
    pump.wake();
  };

  const invoke = async (functionName: string, payload: string): Promise<InvokeResult> =>
    syncLimit(() => runNow(functions.get(functionName), payload));

  const onError = (name: string, error: unknown) => logOf(name).write(`ENGINE\t${String(error)}\n`);
  const isShort = options.isShort ?? (() => isDiskShort(options.stateDir));
  const events = createEventWork({
    isShort,
    ...{ db: options.db, clock: options.clock, queue },
    failurePorts: { ...options, enqueue },
    retryDelaysSeconds: options.retryDelaysSeconds ?? AWS_RETRY_DELAYS_SECONDS,
    onError,
    wake: () => pump.wake(),
  });
  const batches = createBatchWork({ ...options, isShort, onError });
  const pump = startPump([events, batches], {
    ...{ clock: options.clock, functions },
    concurrency: options.concurrency ?? availableParallelism() + 2,
  });

  return {
    /** Creates the function, or changes it in place: running invocations finish on the old version. */
    configureFunction(config: FunctionConfig) {
      const existing = functions.get(config.name);
      const { idleSeconds = DEFAULT_IDLE_SECONDS } = options;
      const settings = {
        startWorker: (version: FunctionConfig) => workers.start(version),
        idleSeconds,
        onFinished: pump.wake,
      };
      if (existing) existing.configure(config);
      else functions.set(config.name, createLambdaFunction(config, settings));
      pump.wake();
    },

    functionConfig: (name: string) => functions.get(name)?.config(),

    /** Forgets the function and its queued events; running invocations finish. */
    removeFunction(name: string) {
      functions.get(name)?.retire();
      functions.delete(name);
      queue.removeAll(name);
    },

    /** Creates or changes an event source mapping; its queue and function may be added later. */
    configureMapping(mapping: EventSourceMapping) {
      batches.configure(mapping);
      pump.wake();
    },

    removeMapping: batches.remove,

    /** A queue may have new messages. */
    wake: () => pump.wake(),

    has: (functionArn: string) => functions.has(functionNameIn(functionArn) ?? functionArn),

    /** Queues an asynchronous invocation; writes a row, inside the caller's transaction if there is one. */
    enqueue,

    /** Invokes synchronously; rejects with a LambdaError if the function does not exist or has no free slot. */
    invoke,

    handle: (request: IncomingMessage, response: ServerResponse, body: Buffer) =>
      handleInvoke(
        { request, response, body },
        {
          ...{ enqueue, invoke, has: (name) => functions.has(name) },
          flush: () => flush(options.db),
        },
      ),

    /** Kills all workers; their work is due again at the next start. */
    async stop() {
      await Promise.all([pump.stop(), workers.stop()]);
    },
  };
};

const runNow = (lambda: LambdaFunction | undefined, payload: string) => {
  if (!lambda) throw new LambdaError('ResourceNotFoundException', 404, 'Function not found');
  if (lambda.isThrottled()) {
    throw new LambdaError('TooManyRequestsException', 429, 'Rate Exceeded.');
  }
  return lambda.run({ requestId: randomUUID(), payload });
};
