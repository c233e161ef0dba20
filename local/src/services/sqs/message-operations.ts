import * as v from 'valibot';
import { MessageAttribute } from '../sns/message.ts';
import type { SqsPorts } from './action.ts';
import { md5, md5OfAttributes } from './digests.ts';
import type { QueueConfig } from './queue-store.ts';
import { invalidReceiptHandle, SqsError } from './sqs-error.ts';
import { MAX_BYTES } from './wire-shapes.ts';

export const integer = (min: number, max: number) =>
  v.pipe(v.number(), v.integer(), v.minValue(min), v.maxValue(max));
export const visibilitySeconds = integer(0, 43_200);

/** What a client specifies for a message to send. */
export const MESSAGE = {
  MessageBody: v.pipe(v.string(), v.minLength(1)),
  MessageAttributes: v.optional(v.record(v.string(), MessageAttribute), {}),
  DelaySeconds: v.optional(integer(0, 900)),
};
type Message = v.InferOutput<v.ObjectSchema<typeof MESSAGE, undefined>>;

/** The received message, */
export const RECEIPT = { ReceiptHandle: v.string() };

/** and how long to hide it from now on. */
export const VISIBILITY = { ...RECEIPT, VisibilityTimeout: visibilitySeconds };
type Visibility = v.InferOutput<v.ObjectSchema<typeof VISIBILITY, undefined>>;

type Ports = Pick<SqsPorts, 'messages' | 'longPoll'>;

/** Sends one message; throws InvalidParameterValue if it is too long. */
export const sendMessage = (queue: QueueConfig, message: Message, ports: Ports) => {
  const { MessageBody, MessageAttributes, DelaySeconds } = message;
  const max = queue.maxMessageBytes ?? MAX_BYTES;
  if (bytesOf(message) > max) {
    throw new SqsError('InvalidParameterValue', `The message is longer than ${max} bytes`);
  }
  const MessageId = ports.messages.add(queue, {
    ...{ body: MessageBody, attributes: MessageAttributes },
    ...(DelaySeconds !== undefined && { delaySeconds: DelaySeconds }),
  });
  ports.longPoll.wake();
  return {
    MessageId,
    MD5OfMessageBody: md5(MessageBody),
    ...(Object.keys(MessageAttributes).length > 0 && {
      MD5OfMessageAttributes: md5OfAttributes(MessageAttributes),
    }),
  };
};

/** Deletes a message; succeeds if it is gone, or someone else has received it since. */
export const removeMessage = (
  { arn }: QueueConfig,
  { ReceiptHandle }: { ReceiptHandle: string },
  { messages }: Ports,
) => {
  messages.remove(arn, ReceiptHandle);
  return {};
};

/** Hides a message for longer, or shows it again; throws ReceiptHandleIsInvalid. */
export const hideMessage = (
  { arn }: QueueConfig,
  { ReceiptHandle, VisibilityTimeout }: Visibility,
  { messages, longPoll }: Ports,
) => {
  if (!messages.hide(arn, ReceiptHandle, VisibilityTimeout)) throw invalidReceiptHandle();
  longPoll.wake();
  return {};
};

/** The bytes of a message as SQS counts them, including attributes. */
export const bytesOf = ({ MessageBody, MessageAttributes }: Message) =>
  Object.entries(MessageAttributes).reduce(
    (total, [name, { DataType, StringValue = '', BinaryValue = '' }]) =>
      total +
      Buffer.byteLength(name + DataType + StringValue) +
      Buffer.byteLength(BinaryValue, 'base64'),
    Buffer.byteLength(MessageBody),
  );
