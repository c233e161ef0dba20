import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';

/** Publishes messages as JSON to one topic; a port narrows `object` to its message type. */
export const publisher =
  (TopicArn: string, sns = new SNSClient()) =>
  async (message: object): Promise<void> => {
    await sns.send(new PublishCommand({ TopicArn, Message: JSON.stringify(message) }));
  };
