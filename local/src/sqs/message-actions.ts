import * as v from 'valibot';
import { MessageAttribute } from '../sns/message.ts';
import { action, queueAt } from './action.ts';
import { md5, md5OfAttributes } from './digests.ts';
import { invalidReceiptHandle, SqsError } from './sqs-error.ts';
import { MAX_BYTES, messageElement } from './wire-shapes.ts';

const integer = (min: number, max: number) =>
  v.pipe(v.number(), v.integer(), v.minValue(min), v.maxValue(max));
const names = v.optional(v.array(v.string()), []);
const Queue = { QueueUrl: v.string() };
const Receipt = { ...Queue, ReceiptHandle: v.string() };
const visibilitySeconds = integer(0, 43_200);

export const SendMessage = action(
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

export const ReceiveMessage = action(
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

export const DeleteMessage = action(v.object(Receipt), ({ QueueUrl, ReceiptHandle }, ports) => {
  ports.messages.remove(queueAt(QueueUrl, ports).arn, ReceiptHandle);
  return {};
});

export const ChangeMessageVisibility = action(
  v.object({ ...Receipt, VisibilityTimeout: visibilitySeconds }),
  ({ QueueUrl, ReceiptHandle, VisibilityTimeout }, { messages, longPoll, ...ports }) => {
    const { arn } = queueAt(QueueUrl, ports);
    if (!messages.hide(arn, ReceiptHandle, VisibilityTimeout)) throw invalidReceiptHandle();
    longPoll.wake();
    return {};
  },
);
