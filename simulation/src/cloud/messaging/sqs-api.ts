import { createHash } from 'node:crypto';
import type { DeadLetter, Queue } from './queue.ts';

const ACCOUNT = '123456789012';

const md5 = (body: string) => createHash('md5').update(body).digest('hex');

/** The URL that identifies a queue. */
export const urlOf = (queue: string) => `https://sqs.us-east-1.amazonaws.com/${ACCOUNT}/${queue}`;

type Input = {
  QueueUrl?: string;
  QueueName?: string;
  MessageBody?: string;
  ReceiptHandle?: string;
};

export type SqsApi = ReturnType<typeof createSqsApi>;

/** The part of SQS that counts messages, and empties dead-letter queues for `npm run redrive`. */
export const createSqsApi = (
  queues: Map<string, Queue>,
  deadLetters: Map<string, DeadLetter[]>,
) => {
  const hidden = new Set<string>();
  const nameIn = ({ QueueUrl = '' }: Input) => QueueUrl.split('/').at(-1) ?? '';
  const lettersIn = (input: Input) => deadLetters.get(nameIn(input)) ?? [];

  const lettersCounted = (input: Input) => {
    const letters = lettersIn(input);
    const inFlight = letters.filter(({ id }) => hidden.has(id)).length;
    return { waiting: letters.length - inFlight, inFlight };
  };

  const actions: Record<string, (input: Input) => object> = {
    GetQueueAttributes: (input) => {
      const { waiting, inFlight } = queues.get(nameIn(input))?.counts() ?? lettersCounted(input);
      return {
        Attributes: {
          ApproximateNumberOfMessages: String(waiting),
          ApproximateNumberOfMessagesNotVisible: String(inFlight),
          ApproximateNumberOfMessagesDelayed: '0',
        },
      };
    },

    ListQueues: () => ({ QueueUrls: [...queues.keys(), ...deadLetters.keys()].map(urlOf) }),
    GetQueueUrl: ({ QueueName = '' }) => ({ QueueUrl: urlOf(QueueName) }),

    ReceiveMessage: (input) => {
      const letters = lettersIn(input).filter(({ id }) => !hidden.has(id));
      for (const { id } of letters.slice(0, 10)) hidden.add(id);
      return {
        Messages: letters.slice(0, 10).map(({ id, body, from }) => ({
          MessageId: id,
          ReceiptHandle: id,
          Body: body,
          MD5OfBody: md5(body),
          Attributes: {
            SentTimestamp: '0',
            ...(from !== undefined && {
              DeadLetterQueueSourceArn: `arn:aws:sqs:us-east-1:${ACCOUNT}:${from}`,
            }),
          },
        })),
      };
    },

    ChangeMessageVisibility: ({ ReceiptHandle = '' }) => {
      hidden.delete(ReceiptHandle);
      return {};
    },

    DeleteMessage: (input) => {
      const letters = lettersIn(input);
      const at = letters.findIndex(({ id }) => id === input.ReceiptHandle);
      if (at >= 0) letters.splice(at, 1);
      return {};
    },

    SendMessage: (input) => {
      const { MessageBody: body = '' } = input;
      return { MessageId: queues.get(nameIn(input))?.send(body), MD5OfMessageBody: md5(body) };
    },
  };

  return {
    answer: (operation: string, input: unknown): object => {
      const run = actions[operation];
      if (!run) throw new Error(`SQS has no ${operation} here`);
      // As serialized by the SDK.
      return run(input as Input);
    },
  };
};
