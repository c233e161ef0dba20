import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import {
  DeleteMessageCommand,
  GetQueueUrlCommand,
  SendMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { DeadLetter } from './dead-letters.ts';

export type ReplayClients = { sqs: SQSClient; lambda: LambdaClient; sns: SNSClient };

/**
 * Invokes the function again, returns the message to its queue, or publishes it to its topic, whose other subscribers
 * get it twice. Then deletes the letter: a crash in between repeats, but loses nothing. False if it is none of these.
 */
export const replayLetter = async (
  letter: DeadLetter,
  clients: ReplayClients,
): Promise<boolean> => {
  if (!(await repeat(letter, clients))) return false;
  const { queueUrl: QueueUrl, receiptHandle: ReceiptHandle } = letter;
  await clients.sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
  return true;
};

const repeat = async (
  { failed, queue, undelivered, body }: DeadLetter,
  { sqs, lambda, sns }: ReplayClients,
): Promise<boolean> => {
  if (failed) {
    const { functionArn: FunctionName, payload: Payload } = failed;
    await lambda.send(new InvokeCommand({ FunctionName, InvocationType: 'Event', Payload }));
    return true;
  }
  if (queue !== undefined) {
    const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: queue }));
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: body }));
    return true;
  }
  if (!undelivered) return false;
  const { topicArn: TopicArn, message: Message } = undelivered;
  await sns.send(new PublishCommand({ TopicArn, Message }));
  return true;
};
