import { setTimeout } from 'node:timers/promises';
import {
  DynamoDBClient,
  PutItemCommand,
  ScanCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import {
  DeleteObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { metadataKey } from '@video-service/shared/keys';
import { s3Notification, snsEvent } from '@video-service/shared/testing/sns-event';
import { REGION } from '../../../engine/account.ts';
import type { Engine } from '../../../engine/engine.ts';
import { functionArn } from '../../lambda/function-config.ts';

const VIDEO = 'video-service-local';
const UPLOAD = 'upload-service-local';

const TABLES = [
  [VIDEO, 'SessionTable'],
  [VIDEO, 'LabelTable'],
  [UPLOAD, 'SessionTable'],
  [UPLOAD, 'StepTable'],
  [UPLOAD, 'ConnectionTable'],
  [UPLOAD, 'LibraryTable'],
  [UPLOAD, 'LimitTable'],
  [VIDEO, 'BudgetTable'],
  ['facebook-service-local', 'SessionTable'],
] as const;

// Dead letters are kept for up to 14 days, as the receipt says.
const QUEUES = [
  [VIDEO, 'SessionQueue'],
  [VIDEO, 'CaptureQueue'],
] as const;

/** What the account's owner can do to all three stacks, and AWS by mishap. */
export const createOwner = ({ urls, accessKey, stacks }: Engine) => {
  const settings = { endpoint: urls.aws, region: REGION, credentials: accessKey };
  const s3 = new S3Client({ ...settings, forcePathStyle: true });
  const [dynamoDb, lambda, sns, sqs] = [
    new DynamoDBClient(settings),
    new LambdaClient(settings),
    new SNSClient(settings),
    new SQSClient(settings),
  ];
  const [source, renders] = [stacks.ref(VIDEO, 'SourceBucket'), stacks.ref(VIDEO, 'RenderBucket')];
  const publish = (TopicArn: string, message: unknown) =>
    sns.send(new PublishCommand({ TopicArn, Message: JSON.stringify(message) }));

  const freshTombstones = async () => {
    const TableName = stacks.ref(VIDEO, 'SessionTable');
    const { Items = [] } = await dynamoDb.send(new ScanCommand({ TableName }));
    return Items.filter(({ open }) => open?.S === 'deleted');
  };

  return {
    drop: (Key: string, film: Uint8Array) =>
      s3.send(new PutObjectCommand({ Bucket: source, Key, Body: film })),

    publishMetadata: (id: string) =>
      s3.send(
        new PutObjectCommand({ Bucket: renders, Key: metadataKey(id), Body: '{"status":1}' }),
      ),

    expireMetadata: (id: string) =>
      s3.send(new DeleteObjectCommand({ Bucket: renders, Key: metadataKey(id) })),

    /** A browser that subscribed and left without closing. */
    async leaveListener(session: string): Promise<void> {
      const Item = { topic: { S: session }, connectionId: { S: 'gone=' } };
      const TableName = stacks.ref(UPLOAD, 'ConnectionTable');
      await dynamoDb.send(new PutItemCommand({ TableName, Item }));
    },

    /** Lambda has given up on a function with this event. */
    giveUp: (stack: string, name: string, event: unknown) =>
      publish(stacks.ref(stack, 'FailureTopic'), {
        requestContext: {
          functionArn: `${functionArn(`${stack}-${name}`)}:$LATEST`,
          condition: 'RetriesExhausted',
        },
        requestPayload: snsEvent(event),
      }),

    created: (key: string) => s3Notification({ bucket: source, key }),

    /** A step of a video is reported late. */
    reportLate: (id: string) =>
      publish(stacks.ref(VIDEO, 'StatusTopic'), { id, step: 'gif', gif: `${id}/clip.gif` }),

    tellReady: (id: string) =>
      publish(
        stacks.ref(VIDEO, 'RenderReadyTopic'),
        s3Notification({ bucket: renders, key: metadataKey(id) }),
      ),

    /** Removes a video from the bucket by hand, and waits for its tombstone. */
    async remove(Key: string): Promise<void> {
      await s3.send(new DeleteObjectCommand({ Bucket: source, Key }));
      for (let tries = 0; tries < 200; tries += 1) {
        const tombstones = await freshTombstones();
        if (tombstones.some((row) => row['source']?.M?.['key']?.S === Key)) return;
        await setTimeout(300);
      }
    },

    /** The hourly schedule, long after a video was uploaded. */
    async applyRetention(key: string): Promise<void> {
      const TableName = stacks.ref(UPLOAD, 'LibraryTable');
      for (let tries = 0; tries < 200; tries += 1) {
        const { Items = [] } = await dynamoDb.send(new ScanCommand({ TableName }));
        const row = Items.find(
          ({ entry }) => entry?.M?.['key']?.S === key && entry.M['state']?.S !== 'processing',
        );
        if (row?.['partition'] && row['position']) {
          const Key = { partition: row['partition'], position: row['position'] };
          await dynamoDb.send(
            new UpdateItemCommand({
              ...{ TableName, Key },
              UpdateExpression: 'SET entry.uploadedAt = :longAgo',
              ExpressionAttributeValues: { ':longAgo': { S: '2026-01-01T00:00:00.000Z' } },
            }),
          );
          break;
        }
        await setTimeout(300);
      }
      await lambda.send(
        new InvokeCommand({ FunctionName: `${UPLOAD}-apply-retention`, Payload: '{}' }),
      );
    },

    /** The five-minute schedule, long after all deletions. */
    async sweepTombstones(): Promise<void> {
      for (const { id } of await freshTombstones())
        await dynamoDb.send(
          new UpdateItemCommand({
            TableName: stacks.ref(VIDEO, 'SessionTable'),
            Key: { id: id ?? { S: '' } },
            UpdateExpression: 'SET createdAt = :longAgo',
            ExpressionAttributeValues: { ':longAgo': { S: '2026-01-01T00:00:00.000Z' } },
          }),
        );
      await lambda.send(
        new InvokeCommand({ FunctionName: `${VIDEO}-delete-video`, Payload: '{}' }),
      );
    },

    /** Every key, row and message of all services that contains the text, except tombstones. */
    async tracesOf(text: string): Promise<string[]> {
      const buckets = await Promise.all(
        [source, renders].map((Bucket) => s3.send(new ListObjectsV2Command({ Bucket }))),
      );
      const tables = await Promise.all(
        TABLES.map(async ([stack, table]) => {
          const TableName = stacks.ref(stack, table);
          const { Items = [] } = await dynamoDb.send(new ScanCommand({ TableName }));
          const live = Items.filter(({ deleted }) => deleted === undefined);
          return live.map((row) => `${table} ${JSON.stringify(row)}`);
        }),
      );
      const keys = buckets.flatMap(({ Contents = [] }) => Contents.map(({ Key = '' }) => Key));
      const queues = await Promise.all(
        QUEUES.map(async ([stack, queue]) => {
          const QueueUrl = stacks.ref(stack, queue);
          const receive = new ReceiveMessageCommand({
            ...{ QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 0 },
          });
          const { Messages = [] } = await sqs.send(receive);
          return Messages.map(({ Body = '' }) => `${queue} ${Body}`);
        }),
      );
      return [...keys, ...tables.flat(), ...queues.flat()].filter((trace) => trace.includes(text));
    },

    /** The one-minute schedule. */
    sweep: () => lambda.send(new InvokeCommand({ FunctionName: `${VIDEO}-status`, Payload: '{}' })),

    close() {
      for (const client of [s3, dynamoDb, lambda, sns, sqs]) client.destroy();
    },
  };
};
