import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { DeleteObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { metadataKey } from '@video-service/shared/keys';
import { s3Notification, snsEvent } from '@video-service/shared/testing/sns-event';
import { REGION } from '../../account.ts';
import type { Engine } from '../../engine.ts';
import { functionArn } from '../../lambda/function-config.ts';

const VIDEO = 'video-service-local';

/** What the owner of the account can do to all three stacks, and AWS by mishap. */
export const createOwner = ({ urls, accessKey, stacks }: Engine) => {
  const settings = { endpoint: urls.aws, region: REGION, credentials: accessKey };
  const s3 = new S3Client({ ...settings, forcePathStyle: true });
  const [dynamoDb, lambda, sns] = [
    new DynamoDBClient(settings),
    new LambdaClient(settings),
    new SNSClient(settings),
  ];
  const [source, renders] = [stacks.ref(VIDEO, 'SourceBucket'), stacks.ref(VIDEO, 'RenderBucket')];
  const publish = (TopicArn: string, message: unknown) =>
    sns.send(new PublishCommand({ TopicArn, Message: JSON.stringify(message) }));

  return {
    drop: (Key: string, film: Uint8Array) =>
      s3.send(new PutObjectCommand({ Bucket: source, Key, Body: film })),

    publishMetadata: (id: string) =>
      s3.send(
        new PutObjectCommand({ Bucket: renders, Key: metadataKey(id), Body: '{"status":1}' }),
      ),

    expireMetadata: (id: string) =>
      s3.send(new DeleteObjectCommand({ Bucket: renders, Key: metadataKey(id) })),

    /** A browser that listened and has left without a word. */
    async leaveListener(session: string): Promise<void> {
      const Item = { topic: { S: session }, connectionId: { S: 'gone=' } };
      const TableName = stacks.ref('upload-service-local', 'ConnectionTable');
      await dynamoDb.send(new PutItemCommand({ TableName, Item }));
    },

    /** Lambda has given up a function with this event. */
    giveUp: (stack: string, name: string, event: unknown) =>
      publish(stacks.ref(stack, 'FailureTopic'), {
        requestContext: {
          functionArn: `${functionArn(`${stack}-${name}`)}:$LATEST`,
          condition: 'RetriesExhausted',
        },
        requestPayload: snsEvent(event),
      }),

    created: (key: string) => s3Notification({ bucket: source, key }),

    tellReady: (id: string) =>
      publish(
        stacks.ref(VIDEO, 'RenderReadyTopic'),
        s3Notification({ bucket: renders, key: metadataKey(id) }),
      ),

    /** What the schedule does every minute. */
    sweep: () => lambda.send(new InvokeCommand({ FunctionName: `${VIDEO}-status`, Payload: '{}' })),

    close() {
      for (const client of [s3, dynamoDb, lambda, sns]) client.destroy();
    },
  };
};
