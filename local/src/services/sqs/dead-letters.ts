import {
  ChangeMessageVisibilityCommand,
  paginateListQueues,
  ReceiveMessageCommand,
  type Message,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { failedInvocationIn, type FailedInvocation } from './failed-invocation.ts';
import { missedRunIn, undeliveredIn, type Undelivered } from './undelivered.ts';

// Nobody else, and no second pass, gets a message while the list is built.
const HIDDEN_SECONDS = 120;

/**
 * A message of a dead-letter queue: an invocation that `failed` or that a schedule could not make, a message of the
 * `queue` that gave up on it, or one that its topic could not deliver; any other cannot be replayed.
 */
export type DeadLetter = {
  id: string;
  queueUrl: string;
  receiptHandle: string;
  body: string;
  sentAt: string;
  failed: FailedInvocation | undefined;
  queue: string | undefined;
  undelivered: Undelivered | undefined;
};

export type DeadLetters = ReturnType<typeof createDeadLetters>;

/** The dead letters of an account, over its SQS. */
export const createDeadLetters = (sqs: SQSClient) => ({
  /** URLs of the queues whose name contains the given text. */
  async queues(part: string): Promise<string[]> {
    const urls: string[] = [];
    for await (const { QueueUrls = [] } of paginateListQueues({ client: sqs }, {})) {
      urls.push(...QueueUrls.filter((url) => (url.split('/').at(-1) ?? '').includes(part)));
    }
    return urls;
  },

  /** All letters of a queue, hidden from others for two minutes or until they are released. */
  async receive(queueUrl: string): Promise<DeadLetter[]> {
    const letters = new Map<string, DeadLetter>();
    for (;;) {
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({
          QueueUrl: queueUrl,
          MaxNumberOfMessages: 10,
          VisibilityTimeout: HIDDEN_SECONDS,
          MessageSystemAttributeNames: ['DeadLetterQueueSourceArn', 'SentTimestamp'],
          MessageAttributeNames: ['All'],
          WaitTimeSeconds: 1,
        }),
      );
      if (Messages.length === 0) return [...letters.values()];
      for (const message of Messages) {
        const letter = letterIn(queueUrl, message);
        letters.set(letter.id, letter);
      }
    }
  },

  /** Returns a letter to its queue unchanged. */
  release: ({ queueUrl, receiptHandle }: DeadLetter) =>
    sqs.send(
      new ChangeMessageVisibilityCommand({
        QueueUrl: queueUrl,
        ReceiptHandle: receiptHandle,
        VisibilityTimeout: 0,
      }),
    ),
});

const letterIn = (queueUrl: string, message: Message): DeadLetter => {
  const { MessageId = '', ReceiptHandle = '', Body = '', Attributes = {} } = message;
  return {
    id: MessageId,
    queueUrl,
    receiptHandle: ReceiptHandle,
    body: Body,
    sentAt: new Date(Number(Attributes.SentTimestamp ?? 0)).toISOString(),
    failed: failedInvocationIn(Body) ?? missedRunIn(message),
    queue: Attributes.DeadLetterQueueSourceArn?.split(':').at(-1),
    undelivered: undeliveredIn(Body),
  };
};
