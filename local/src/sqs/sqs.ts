import type { IncomingMessage, ServerResponse } from 'node:http';
import type { DatabaseSync } from 'node:sqlite';
import type { MessageAttributes } from '../sns/message.ts';
import { transaction } from '../state/database.ts';
import { createLongPoll } from './long-poll.ts';
import { openMessageStore } from './message-store.ts';
import { openQueueStore, type QueueConfig } from './queue-store.ts';
import { handleSqsRequest } from './wire-api.ts';

export type Sqs = ReturnType<typeof startSqs>;

/** Standard queues, as far as dead letters and their redrive need them. */
export const startSqs = ({ db }: { db: DatabaseSync }) => {
  const queues = openQueueStore(db);
  const messages = openMessageStore(db);
  const longPoll = createLongPoll();

  return {
    configureQueue: (queue: QueueConfig) => queues.put(queue),

    /** With its messages. */
    removeQueue: (arn: string) =>
      transaction(db, () => {
        queues.remove(arn);
        messages.purge(arn);
      }),

    /** Writes the message's row, inside the caller's transaction; false when there is no such queue. */
    send(queueArn: string, body: string, attributes?: MessageAttributes): boolean {
      if (!queues.get(queueArn)) return false;
      messages.add(queueArn, { body, ...(attributes && { attributes }) });
      longPoll.wake();
      return true;
    },

    handle: (request: IncomingMessage, response: ServerResponse, body: Buffer) =>
      handleSqsRequest({ request, response, body }, { queues, messages, longPoll }),

    /** Answers whoever is waiting for messages. */
    stop: () => longPoll.stop(),
  };
};
