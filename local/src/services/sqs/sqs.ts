import type { IncomingMessage, ServerResponse } from 'node:http';
import type { DatabaseSync } from 'node:sqlite';
import type { MessageAttributes } from '../sns/message.ts';
import type { Clock } from '../../state/clock.ts';
import { transaction } from '../../state/database.ts';
import { flush } from '../../state/flush.ts';
import { openBatches } from './batches.ts';
import { createLongPoll } from './long-poll.ts';
import { openMessageStore } from './message-store.ts';
import { openQueueStore, type QueueConfig } from './queue-store.ts';
import { realignTimes } from './realign.ts';
import { handleSqsRequest } from './wire-api.ts';

export type Sqs = ReturnType<typeof startSqs>;

export type SqsOptions = {
  db: DatabaseSync;
  clock: Clock;
  /** A message may have become available. */
  onMessage?: () => void;
};

/** Standard queues. */
export const startSqs = ({ db, clock, onMessage = () => undefined }: SqsOptions) => {
  const queues = openQueueStore(db);
  const messages = openMessageStore(db, clock);
  realignTimes(db, { clock, queues });
  const batches = openBatches({ db, clock, queues, messages });
  const longPoll = createLongPoll(onMessage);

  return {
    queue: (arn: string) => queues.get(arn),
    configureQueue: (queue: QueueConfig) => queues.put(queue),

    /** With its messages. */
    removeQueue: (arn: string) =>
      transaction(db, () => {
        queues.remove(arn);
        messages.purge(arn);
      }),

    /** Writes the message's row, inside the caller's transaction; false if there is no such queue. */
    send(queueArn: string, body: string, attributes?: MessageAttributes): boolean {
      const queue = queues.get(queueArn);
      if (!queue) return false;
      messages.add(queue, { body, ...(attributes && { attributes }) });
      longPoll.wake();
      return true;
    },

    takeBatch: batches.take,
    settleBatch: batches.settle,
    nextBatchAt: batches.nextAt,

    handle: (request: IncomingMessage, response: ServerResponse, body: Buffer) =>
      handleSqsRequest(
        { request, response, body },
        { queues, messages, longPoll, flush: () => flush(db) },
      ),

    /** Answers all waiting receivers. */
    stop: () => longPoll.stop(),
  };
};
