import * as v from 'valibot';
import { ACCOUNT_ID, REGION } from '../account.ts';
import { MessageAttribute } from '../sns/message.ts';
import { md5, md5OfAttributes } from './digests.ts';
import type { LongPoll } from './long-poll.ts';
import type { MessageStore } from './message-store.ts';
import type { QueueStore } from './queue-store.ts';
import { invalidReceiptHandle, noSuchQueue, SqsError } from './sqs-error.ts';
import { MAX_BYTES, messageElement, queueAttributes } from './wire-shapes.ts';

export type SqsPorts = {
  queues: QueueStore;
  messages: MessageStore;
  longPoll: LongPoll;
  /** The address the client has used: queue URLs begin with it. */
  baseUrl: string;
  /** True once the client has hung up. */
  isGone: () => boolean;
};

type Action = (input: unknown, ports: SqsPorts) => object | Promise<object>;

const integer = (min: number, max: number) =>
  v.pipe(v.number(), v.integer(), v.minValue(min), v.maxValue(max));
const names = v.optional(v.array(v.string()), []);
const Queue = { QueueUrl: v.string() };
const Receipt = { ...Queue, ReceiptHandle: v.string() };
const visibilitySeconds = integer(0, 43_200);

const action =
  <Schema extends v.GenericSchema>(
    schema: Schema,
    perform: (input: v.InferOutput<Schema>, ports: SqsPorts) => object | Promise<object>,
  ): Action =>
  (input, ports) =>
    perform(v.parse(schema, input), ports);

const SendMessage = action(
  v.object({
    ...Queue,
    MessageBody: v.pipe(v.string(), v.minLength(1)),
    MessageAttributes: v.optional(v.record(v.string(), MessageAttribute), {}),
    DelaySeconds: v.optional(integer(0, 900), 0),
  }),
  ({ QueueUrl, MessageBody, MessageAttributes, DelaySeconds }, ports) => {
    const { arn } = queueAt(QueueUrl, ports);
    if (Buffer.byteLength(MessageBody) > MAX_BYTES) {
      throw new SqsError('InvalidParameterValue', `The message is longer than ${MAX_BYTES} bytes`);
    }
    const message = { body: MessageBody, attributes: MessageAttributes };
    const MessageId = ports.messages.add(arn, { ...message, delaySeconds: DelaySeconds });
    ports.longPoll.wake();
    return {
      MessageId,
      MD5OfMessageBody: md5(MessageBody),
      ...(Object.keys(MessageAttributes).length > 0 && {
        MD5OfMessageAttributes: md5OfAttributes(MessageAttributes),
      }),
    };
  },
);

const ReceiveMessage = action(
  v.object({
    ...Queue,
    MaxNumberOfMessages: v.optional(integer(1, 10), 1),
    VisibilityTimeout: v.optional(visibilitySeconds),
    WaitTimeSeconds: v.optional(integer(0, 20), 0),
    AttributeNames: names,
    MessageSystemAttributeNames: names,
    MessageAttributeNames: names,
  }),
  async (input, { messages, longPoll, isGone, ...ports }) => {
    const queue = queueAt(input.QueueUrl, ports);
    const max = input.MaxNumberOfMessages;
    const visibilitySeconds = input.VisibilityTimeout ?? queue.visibilityTimeoutSeconds;
    const received = await longPoll.first(
      () => messages.receive(queue, { max, visibilitySeconds }),
      { seconds: input.WaitTimeSeconds, isGone },
    );
    const wanted = {
      system: [...input.AttributeNames, ...input.MessageSystemAttributeNames],
      custom: input.MessageAttributeNames,
    };
    const Messages = received.map((message) => messageElement(message, wanted));
    return Messages.length > 0 ? { Messages } : {};
  },
);

const DeleteMessage = action(v.object(Receipt), ({ QueueUrl, ReceiptHandle }, ports) => {
  ports.messages.remove(queueAt(QueueUrl, ports).arn, ReceiptHandle);
  return {};
});

const ChangeMessageVisibility = action(
  v.object({ ...Receipt, VisibilityTimeout: visibilitySeconds }),
  ({ QueueUrl, ReceiptHandle, VisibilityTimeout }, { messages, longPoll, ...ports }) => {
    const { arn } = queueAt(QueueUrl, ports);
    if (!messages.hide(arn, ReceiptHandle, VisibilityTimeout)) throw invalidReceiptHandle();
    longPoll.wake();
    return {};
  },
);

const PurgeQueue = action(v.object(Queue), ({ QueueUrl }, ports) => {
  ports.messages.purge(queueAt(QueueUrl, ports).arn);
  return {};
});

const GetQueueAttributes = action(
  v.object({ ...Queue, AttributeNames: names }),
  ({ QueueUrl, AttributeNames }, ports) => {
    const queue = queueAt(QueueUrl, ports);
    const attributes = Object.entries(queueAttributes(queue, ports.messages.count(queue)));
    const wanted = attributes.filter(
      ([name]) => AttributeNames.includes('All') || AttributeNames.includes(name),
    );
    return { Attributes: Object.fromEntries(wanted) };
  },
);

const GetQueueUrl = action(v.object({ QueueName: v.string() }), ({ QueueName }, ports) => {
  if (!ports.queues.get(queueArn(QueueName))) throw noSuchQueue();
  return { QueueUrl: queueUrl(QueueName, ports) };
});

const ListQueues = action(
  v.object({ QueueNamePrefix: v.optional(v.string(), '') }),
  ({ QueueNamePrefix }, ports) => ({
    QueueUrls: ports.queues
      .all()
      .filter(({ name }) => name.startsWith(QueueNamePrefix))
      .map(({ name }) => queueUrl(name, ports)),
  }),
);

/** The operations clients of this system use, by their names. */
export const actions: Partial<Record<string, Action>> = {
  SendMessage,
  ReceiveMessage,
  DeleteMessage,
  ChangeMessageVisibility,
  PurgeQueue,
  GetQueueAttributes,
  GetQueueUrl,
  ListQueues,
};

const queueArn = (name: string) => `arn:aws:sqs:${REGION}:${ACCOUNT_ID}:${name}`;

const queueUrl = (name: string, { baseUrl }: Pick<SqsPorts, 'baseUrl'>) =>
  `${baseUrl}/${ACCOUNT_ID}/${name}`;

const queueAt = (url: string, { queues }: Pick<SqsPorts, 'queues'>) => {
  const [, account, name] = /\/(\d{12})\/([\w-]+)$/u.exec(url) ?? [];
  const queue = account === ACCOUNT_ID && name ? queues.get(queueArn(name)) : undefined;
  if (!queue) throw noSuchQueue();
  return queue;
};
