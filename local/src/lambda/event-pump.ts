import type { DatabaseSync } from 'node:sqlite';
import { transaction } from '../state/database.ts';
import type { EventQueue, QueuedEvent } from './event-queue.ts';
import { deliverFailure, type FailurePorts } from './failed-event.ts';
import type { FunctionConfig } from './function-config.ts';
import type { LambdaFunction } from './lambda-function.ts';
import { judge, refuse, systemRetryDelayMs, type Verdict } from './verdict.ts';

// Looks at the clock again now and then: it may have been set.
const MAX_SLEEP_MS = 60_000;

export type EventPumpOptions = {
  db: DatabaseSync;
  queue: EventQueue;
  functions: ReadonlyMap<string, LambdaFunction>;
  failurePorts: FailurePorts;
  retryDelaysSeconds: [number, number];
  concurrency: number;
  /** Tells the function's readers about a fault that is not the function's. */
  onFault: (functionName: string, error: unknown) => void;
};

/** Runs queued events, at most `concurrency` at a time, until they have succeeded or are given up. */
export const startEventPump = (options: EventPumpOptions) => {
  const { queue, functions, concurrency } = options;
  const running = new Map<string, Promise<void>>();
  const held = new Map<string, NodeJS.Timeout>();
  let timer: NodeJS.Timeout | undefined;
  let woken: NodeJS.Immediate | undefined;
  let stopped = false;

  const pump = () => {
    woken = undefined;
    clearTimeout(timer);
    // One moment for all: what became due between two looks would be neither taken nor waited for.
    const now = Date.now();
    while (running.size < concurrency) {
      const next = nextEvent(now);
      if (!next) break;
      const { event, lambda } = next;
      running.set(
        event.id,
        processEvent(event, lambda).finally(() => {
          running.delete(event.id);
          wake();
        }),
      );
    }
    const dueAt = queue.nextDueAt(now);
    if (dueAt !== undefined) timer = setTimeout(wake, sleepMs(dueAt));
  };

  // The callers write inside transactions, which end within their turn of the event loop.
  const wake = () => {
    if (!stopped) woken ??= setImmediate(pump);
  };

  const nextEvent = (now: number) => {
    const except = [...running.keys(), ...held.keys()];
    for (const lambda of inTurn(functions.values())) {
      const event = queue.due(lambda.config().name, { now, except });
      if (event) return { event, lambda };
    }
    return undefined;
  };

  const processEvent = async (event: QueuedEvent, lambda: LambdaFunction) => {
    const config = lambda.config();
    try {
      const verdict =
        refuse(event, config) ??
        judge(event, await lambda.run({ requestId: event.id, payload: event.payload }), {
          config,
          ...options,
        });
      // A stop kills the workers: their events are due again at the next start.
      if (!stopped) apply(event, config, verdict);
    } catch (error) {
      options.onFault(config.name, error);
      hold(event);
    }
  };

  // Without a write: the disk may be what is at fault.
  const hold = ({ id, createdAt }: QueuedEvent) => {
    const release = () => {
      held.delete(id);
      wake();
    };
    if (!stopped) held.set(id, setTimeout(release, systemRetryDelayMs(createdAt)));
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
    wake,

    /** Starts nothing more; resolves when what is running has ended. */
    async stop() {
      stopped = true;
      for (const each of [timer, ...held.values()]) clearTimeout(each);
      clearImmediate(woken);
      await Promise.all(running.values());
    },
  };
};

// Those that have a place for another invocation, or never will. The one with the fewest running comes first: a busy
// function does not starve the others.
const inTurn = (functions: Iterable<LambdaFunction>) =>
  [...functions]
    .filter((lambda) => !lambda.isThrottled() || lambda.config().reservedConcurrency === 0)
    .sort((a, b) => a.running() - b.running() || a.lastStartedAt() - b.lastStartedAt());

const sleepMs = (dueAt: number) => Math.min(Math.max(dueAt - Date.now(), 1), MAX_SLEEP_MS);
