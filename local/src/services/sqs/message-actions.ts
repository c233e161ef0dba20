import * as v from 'valibot';
import { action, queueAt } from './action.ts';
import {
  hideMessage,
  integer,
  MESSAGE,
  RECEIPT,
  removeMessage,
  sendMessage,
  VISIBILITY,
  visibilitySeconds,
} from './message-operations.ts';
import { messageElement } from './wire-shapes.ts';

const Queue = { QueueUrl: v.string() };
const names = v.optional(v.array(v.string()), []);

export const SendMessage = action(v.object({ ...Queue, ...MESSAGE }), (input, ports) =>
  sendMessage(queueAt(input.QueueUrl, ports), input, ports),
);

export const ReceiveMessage = action(
  v.object({
    ...Queue,
    MaxNumberOfMessages: v.optional(integer(1, 10), 1),
    VisibilityTimeout: v.optional(visibilitySeconds),
    WaitTimeSeconds: v.optional(integer(0, 20)),
    AttributeNames: names,
    MessageSystemAttributeNames: names,
    MessageAttributeNames: names,
  }),
  async (input, { messages, longPoll, isGone, ...ports }) => {
    const queue = queueAt(input.QueueUrl, ports);
    const max = input.MaxNumberOfMessages;
    const visibilitySeconds = input.VisibilityTimeout ?? queue.visibilityTimeoutSeconds;
    const seconds = input.WaitTimeSeconds ?? queue.receiveWaitSeconds ?? 0;
    const received = await longPoll.first(
      () => messages.receive(queue, { max, visibilitySeconds }),
      { seconds, isGone },
    );
    const wanted = {
      system: [...input.AttributeNames, ...input.MessageSystemAttributeNames],
      custom: input.MessageAttributeNames,
    };
    const Messages = received.map((message) => messageElement(message, wanted));
    return Messages.length > 0 ? { Messages } : {};
  },
);

export const DeleteMessage = action(v.object({ ...Queue, ...RECEIPT }), (input, ports) =>
  removeMessage(queueAt(input.QueueUrl, ports), input, ports),
);

export const ChangeMessageVisibility = action(
  v.object({ ...Queue, ...VISIBILITY }),
  (input, ports) => hideMessage(queueAt(input.QueueUrl, ports), input, ports),
);
