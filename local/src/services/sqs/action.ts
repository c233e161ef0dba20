import * as v from 'valibot';
import { ACCOUNT_ID, arnOf } from '../../engine/account.ts';
import type { LongPoll } from './long-poll.ts';
import type { MessageStore } from './message-store.ts';
import type { QueueStore } from './queue-store.ts';
import { noSuchQueue } from './sqs-error.ts';

export type SqsPorts = {
  queues: QueueStore;
  messages: MessageStore;
  longPoll: LongPoll;
  /** The address the client has used: queue URLs begin with it. */
  baseUrl: string;
  /** True once the client has disconnected. */
  isGone: () => boolean;
};

/** An operation: takes the client's raw input and returns its output. */
export type Action = (input: unknown, ports: SqsPorts) => object | Promise<object>;

/** An operation with parsed input. */
export const action =
  <Schema extends v.GenericSchema>(
    schema: Schema,
    perform: (input: v.InferOutput<Schema>, ports: SqsPorts) => object | Promise<object>,
  ): Action =>
  (input, ports) =>
    perform(v.parse(schema, input), ports);

/** The queue of a URL; throws QueueDoesNotExist. */
export const queueAt = (url: string, { queues }: Pick<SqsPorts, 'queues'>) => {
  const [, account, name] = /\/(\d{12})\/([\w-]+)$/u.exec(url) ?? [];
  const queue = account === ACCOUNT_ID && name ? queues.get(arnOf('sqs', name)) : undefined;
  if (!queue) throw noSuchQueue();
  return queue;
};
