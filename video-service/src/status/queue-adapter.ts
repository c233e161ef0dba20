import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';

const COUNTS = [
  'ApproximateNumberOfMessages',
  'ApproximateNumberOfMessagesNotVisible',
  'ApproximateNumberOfMessagesDelayed',
] as const;

/** Reports whether a queue has messages, including those being processed. */
export const queueWatcher =
  (QueueUrl: string, sqs = new SQSClient()) =>
  async (): Promise<boolean> => {
    const command = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [...COUNTS] });
    const { Attributes = {} } = await sqs.send(command);
    return COUNTS.some((name) => Number(Attributes[name] ?? 0) > 0);
  };
