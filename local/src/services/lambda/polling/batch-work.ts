import { randomUUID } from 'node:crypto';
import type { BatchLimits, Settlement } from '../../sqs/batches.ts';
import type { ReceivedMessage } from '../../sqs/message-store.ts';
import { DISK_FULL } from '../../../state/disk-space.ts';
import type { LambdaFunction } from '../lambda-function.ts';
import type { WorkSource } from '../pump.ts';
import { failedMessages } from './failed-messages.ts';
import type { EventSourceMapping } from './mapping.ts';
import { sqsEvent } from './sqs-event.ts';

// A function accepts 6 MB; this leaves room for the rest of the event.
const MAX_BATCH_BYTES = 5_000_000;
const FAULT_PAUSE_MS = 1000;

/** The queue operations needed to pass batches of messages to functions. */
export type BatchPorts = {
  takeBatch: (queueArn: string, limits: BatchLimits) => ReceivedMessage[];
  settleBatch: (queueArn: string, settlement: Settlement) => void;
  nextBatchAt: (queueArn: string, limits: BatchLimits, now: number) => number | undefined;
};

export type BatchWorkOptions = {
  queues: BatchPorts;
  /** How soon a failed message returns; by default, after its queue's visibility timeout. */
  redeliverySeconds?: number | undefined;
  /**
   * Whether the machine lacks resources that functions need: then a failure is not theirs, and its receipt does not
   * count.
   */
  isShort: () => boolean;
  onError: (functionName: string, error: unknown) => void;
};

/** The messages of mapped queues, as work. */
export const createBatchWork = ({ queues, onError, ...options }: BatchWorkOptions) => {
  const mappings = new Map<string, EventSourceMapping>();
  const running = new Map<string, number>();
  let pausedUntil = 0;
  let stopped = false;

  const count = (id: string) => running.get(id) ?? 0;
  const hasPlace = ({ id, maximumConcurrency = Infinity }: EventSourceMapping) =>
    count(id) < maximumConcurrency;

  const take = (mapping: EventSourceMapping, now: number): ReceivedMessage[] => {
    try {
      return queues.takeBatch(mapping.queueArn, limitsOf(mapping));
    } catch (error) {
      onError(mapping.functionName, error);
      pausedUntil = now + FAULT_PAUSE_MS;
      return [];
    }
  };

  const processBatch = async (
    mapping: EventSourceMapping,
    messages: ReceivedMessage[],
    lambda: LambdaFunction,
  ) => {
    const { id, queueArn, functionName } = mapping;
    running.set(id, count(id) + 1);
    try {
      const payload = JSON.stringify(sqsEvent(queueArn, messages));
      const result = await lambda.run({ requestId: randomUUID(), payload });
      if (stopped) return;
      const failed = failedMessages(result, messages, mapping);
      const done = messages.filter((message) => !failed.includes(message));
      if (failed.length > 0 && options.isShort()) {
        onError(functionName, new Error(DISK_FULL));
        queues.settleBatch(queueArn, { done, failed: [], postponed: failed });
      } else {
        queues.settleBatch(queueArn, { done, failed, ...options });
      }
    } catch (error) {
      // They return by themselves, after the queue's visibility timeout.
      onError(functionName, error);
    } finally {
      running.set(id, count(id) - 1);
    }
  };

  const source: WorkSource = {
    next(lambda, now) {
      // Messages without a free slot stay in the queue.
      if (lambda.isThrottled() || now < pausedUntil) return undefined;
      const { name } = lambda.config();
      for (const mapping of mappings.values()) {
        if (mapping.functionName !== name || !hasPlace(mapping)) continue;
        const messages = take(mapping, now);
        if (messages.length > 0) return () => processBatch(mapping, messages, lambda);
      }
      return undefined;
    },

    nextDueAt(now) {
      if (now < pausedUntil) return pausedUntil;
      const open = [...mappings.values()].filter(hasPlace);
      const times = open.flatMap(
        (mapping) => queues.nextBatchAt(mapping.queueArn, limitsOf(mapping), now) ?? [],
      );
      return times.length === 0 ? undefined : Math.min(...times);
    },

    stop: () => void (stopped = true),
  };

  return {
    ...source,
    configure: (mapping: EventSourceMapping) => void mappings.set(mapping.id, mapping),
    remove: (id: string) => void mappings.delete(id),
  };
};

const limitsOf = ({ batchSize, windowSeconds }: EventSourceMapping): BatchLimits => ({
  ...{ batchSize, windowSeconds },
  maxBytes: MAX_BATCH_BYTES,
});
