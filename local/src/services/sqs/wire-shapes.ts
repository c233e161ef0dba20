import { md5, md5OfAttributes } from './digests.ts';
import type { ReceivedMessage } from './message-store.ts';
import type { QueueConfig } from './queue-store.ts';

/** The largest message that SQS accepts. */
export const MAX_BYTES = 1_048_576;

/** The names of system and message attributes that a receiver requests. */
export type Wanted = { system: string[]; custom: string[] };

/** A message as ReceiveMessage returns it. */
export const messageElement = (message: ReceivedMessage, wanted: Wanted) => {
  const attributes = pick(message.attributes, (name) => wanted.custom.some(selects(name)));
  const system = pick(systemAttributes(message), (name) => wanted.system.some(selects(name)));
  return {
    MessageId: message.id,
    ReceiptHandle: message.receiptHandle,
    MD5OfBody: md5(message.body),
    Body: message.body,
    ...(Object.keys(system).length > 0 && { Attributes: system }),
    ...(Object.keys(attributes).length > 0 && {
      MessageAttributes: attributes,
      MD5OfMessageAttributes: md5OfAttributes(attributes),
    }),
  };
};

/** A queue as GetQueueAttributes returns it, with its message counts. */
export const queueAttributes = (
  queue: QueueConfig,
  count: { visible: number; inFlight: number; delayed: number },
): Record<string, string> => ({
  QueueArn: queue.arn,
  ApproximateNumberOfMessages: String(count.visible),
  ApproximateNumberOfMessagesNotVisible: String(count.inFlight),
  ApproximateNumberOfMessagesDelayed: String(count.delayed),
  VisibilityTimeout: String(queue.visibilityTimeoutSeconds),
  MessageRetentionPeriod: String(queue.retentionSeconds),
  MaximumMessageSize: String(queue.maxMessageBytes ?? MAX_BYTES),
  DelaySeconds: String(queue.delaySeconds ?? 0),
  ReceiveMessageWaitTimeSeconds: String(queue.receiveWaitSeconds ?? 0),
  ...(queue.redrivePolicy && { RedrivePolicy: JSON.stringify(queue.redrivePolicy) }),
});

/** The system attributes of a message. */
export const systemAttributes = (message: ReceivedMessage) => ({
  SenderId: 'AIDAEXAMPLE',
  SentTimestamp: String(message.sentAt),
  ApproximateReceiveCount: String(message.receiveCount),
  ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt),
  ...(message.deadLetterOf !== null && { DeadLetterQueueSourceArn: message.deadLetterOf }),
});

const pick = <Value>(record: Record<string, Value>, keep: (name: string) => boolean) =>
  Object.fromEntries(Object.entries(record).filter(([name]) => keep(name)));

const selects = (name: string) => (wanted: string) =>
  wanted === 'All' || wanted === '.*' || wanted === name || isPrefix(wanted, name);

const isPrefix = (wanted: string, name: string) =>
  wanted.endsWith('.*') && name.startsWith(wanted.slice(0, -2));
