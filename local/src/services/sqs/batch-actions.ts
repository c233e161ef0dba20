import * as v from 'valibot';
import { action, queueAt, type Action, type SqsPorts } from './action.ts';
import {
  bytesOf,
  hideMessage,
  MESSAGE,
  RECEIPT,
  removeMessage,
  sendMessage,
  VISIBILITY,
} from './message-operations.ts';
import type { QueueConfig } from './queue-store.ts';
import { SqsError } from './sqs-error.ts';
import { MAX_BYTES } from './wire-shapes.ts';

const MAX_ENTRIES = 10;

// An action on several entries: a failing one does not affect the others.
const batchOf = <Schema extends v.GenericSchema>(
  schema: Schema,
  perform: (queue: QueueConfig, entry: v.InferOutput<Schema>, ports: SqsPorts) => object,
  check: (entries: v.InferOutput<Schema>[]) => void = () => undefined,
): Action =>
  action(
    v.object({ QueueUrl: v.string(), Entries: v.array(v.looseObject({ Id: v.string() })) }),
    ({ QueueUrl, Entries }, ports) => {
      const queue = queueAt(QueueUrl, ports);
      checkIds(Entries.map(({ Id }) => Id));
      const entries = Entries.map((entry) => ({ id: entry.Id, input: v.parse(schema, entry) }));
      check(entries.map(({ input }) => input));
      const results = entries.map(({ id, input }) => ({
        Id: id,
        ...attempt(() => perform(queue, input, ports)),
      }));
      return {
        Successful: results.filter((result) => !('Code' in result)),
        Failed: results.filter((result) => 'Code' in result),
      };
    },
  );

export const SendMessageBatch = batchOf(v.object(MESSAGE), sendMessage, (messages) => {
  const total = messages.reduce((sum, message) => sum + bytesOf(message), 0);
  if (total > MAX_BYTES) {
    throw batchError('BatchRequestTooLong', `The messages have more than ${MAX_BYTES} bytes`);
  }
});

export const DeleteMessageBatch = batchOf(v.object(RECEIPT), removeMessage);

export const ChangeMessageVisibilityBatch = batchOf(v.object(VISIBILITY), hideMessage);

const checkIds = (ids: string[]) => {
  if (ids.length === 0) {
    throw batchError('EmptyBatchRequest', 'There is no entry in the batch');
  }
  if (ids.length > MAX_ENTRIES) {
    throw batchError(
      'TooManyEntriesInBatchRequest',
      `A batch has at most ${MAX_ENTRIES} entries, not ${ids.length}`,
    );
  }
  if (new Set(ids).size < ids.length) {
    throw batchError('BatchEntryIdsNotDistinct', 'Two entries of the batch have the same Id');
  }
};

const batchError = (code: string, message: string) =>
  new SqsError(code, message, `AWS.SimpleQueueService.${code}`);

const attempt = (perform: () => object) => {
  try {
    return perform();
  } catch (error) {
    if (!(error instanceof SqsError)) throw error;
    return { SenderFault: true, Code: error.code, Message: error.message };
  }
};
