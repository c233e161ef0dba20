import type { DatabaseSync } from 'node:sqlite';
import type { Clock } from '../../state/clock.ts';
import { DISK_FULL } from '../../state/disk-space.ts';
import { transaction } from '../../state/database.ts';
import type { EventQueue, QueuedEvent } from './event-queue.ts';
import { deliverFailure, type FailurePorts } from './failed-event.ts';
import type { FunctionConfig } from './function-config.ts';
import type { LambdaFunction } from './lambda-function.ts';
import type { WorkSource } from './pump.ts';
import { judge, refuse, systemRetryDelayMs, type Verdict } from './verdict.ts';

export type EventWorkOptions = {
  db: DatabaseSync;
  queue: EventQueue;
  clock: Clock;
  failurePorts: FailurePorts;
  retryDelaysSeconds: [number, number];
  /** Whether the machine lacks resources that functions need: then a failure is not theirs, and does not count. */
  isShort: () => boolean;
  /** Logs an error of the engine in the function's log. */
  onError: (functionName: string, error: unknown) => void;
  /** An event may be retried. */
  wake: () => void;
};

/** The asynchronous invocations as work, each until it has succeeded or failed for good. */
export const createEventWork = (options: EventWorkOptions): WorkSource => {
  const { queue, clock } = options;
  const running = new Set<string>();
  const held = new Map<string, NodeJS.Timeout>();
  let stopped = false;

  const processEvent = async (event: QueuedEvent, lambda: LambdaFunction) => {
    const config = lambda.config();
    running.add(event.id);
    try {
      const verdict =
        refuse(event, config, clock.now()) ??
        judge(event, await run(event, lambda), {
          ...{ config, now: clock.now() },
          retryDelaysSeconds: options.retryDelaysSeconds,
        });
      if (!stopped) apply(event, config, verdict);
    } catch (error) {
      options.onError(config.name, error);
      hold(event);
    } finally {
      running.delete(event.id);
    }
  };

  const run = async ({ id, payload }: QueuedEvent, lambda: LambdaFunction) => {
    const result = await lambda.run({ requestId: id, payload });
    if (result.functionError && options.isShort()) throw new Error(DISK_FULL);
    return result;
  };

  // Without a write, because the disk may be the problem.
  const hold = ({ id, createdAt }: QueuedEvent) => {
    const release = () => {
      held.delete(id);
      options.wake();
    };
    if (!stopped) held.set(id, setTimeout(release, systemRetryDelayMs(clock.now() - createdAt)));
  };

  const apply = (event: QueuedEvent, config: FunctionConfig, verdict: Verdict) => {
    if (verdict.kind === 'retry') {
      queue.postpone(event.id, { attempts: event.attempts + 1, delayMs: verdict.delayMs });
      return;
    }
    transaction(options.db, () => {
      if (verdict.kind === 'failed') {
        const { failure } = verdict;
        deliverFailure(config, { event, failure, ports: options.failurePorts });
      }
      queue.remove(event.id);
    });
  };

  return {
    next(lambda, now) {
      // With a reserved concurrency of 0 there will never be a slot: such events are refused at once.
      if (lambda.isThrottled() && lambda.config().reservedConcurrency !== 0) return undefined;
      const except = [...running, ...held.keys()];
      const event = queue.due(lambda.config().name, { now, except });
      return event && (() => processEvent(event, lambda));
    },

    nextDueAt: queue.nextDueAt,

    stop() {
      stopped = true;
      for (const timer of held.values()) clearTimeout(timer);
    },
  };
};
