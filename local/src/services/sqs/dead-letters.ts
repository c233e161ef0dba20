import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueUrlCommand,
  paginateListQueues,
  ReceiveMessageCommand,
  SendMessageCommand,
  type Message,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { failedInvocationIn, type FailedInvocation } from './failed-invocation.ts';

// Nobody else, and no second pass, gets a message while the list is built.
const HIDDEN_SECONDS = 120;

/**
 * A message of a dead-letter queue: an invocation that `failed`, or a message of the `queue` that gave up on it; one
 * that is neither cannot be replayed.
 */
export type DeadLetter = {
  id: string;
  queueUrl: string;
  receiptHandle: string;
  body: string;
  sentAt: string;
  failed: FailedInvocation | undefined;
  queue: string | undefined;
};

export type DeadLetters = ReturnType<typeof createDeadLetters>;

/** The dead letters of an account, over its SQS and Lambda. */
export const createDeadLetters = ({ sqs, lambda }: { sqs: SQSClient; lambda: LambdaClient }) => {
  const remove = ({ queueUrl, receiptHandle }: DeadLetter) =>
    sqs.send(new DeleteMessageCommand({ QueueUrl: queueUrl, ReceiptHandle: receiptHandle }));

  return {
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

    /** Invokes the function again and then deletes the letter: a crash in between repeats, but loses nothing. */
    async replay(letter: DeadLetter, { functionArn, payload }: FailedInvocation) {
      await lambda.send(
        new InvokeCommand({ FunctionName: functionArn, InvocationType: 'Event', Payload: payload }),
      );
      await remove(letter);
    },

    /** Returns a message to its original queue, and then deletes the letter. */
    async giveBack(letter: DeadLetter, QueueName: string) {
      const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName }));
      await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: letter.body }));
      await remove(letter);
    },
  };
};

const letterIn = (
  queueUrl: string,
  { MessageId = '', ReceiptHandle = '', Body = '', Attributes = {} }: Message,
): DeadLetter => ({
  id: MessageId,
  queueUrl,
  receiptHandle: ReceiptHandle,
  body: Body,
  sentAt: new Date(Number(Attributes.SentTimestamp ?? 0)).toISOString(),
  failed: failedInvocationIn(Body),
  queue: Attributes.DeadLetterQueueSourceArn?.split(':').at(-1),
});
