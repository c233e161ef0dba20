import { afterEach, expect, test } from '@jest/globals';
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { serveS3, type ServedS3 } from '../testing/serve-s3.ts';
import type { NotificationRule } from './bucket-config.ts';

let served: ServedS3;
afterEach(() => served.stop());

const CREATED = 's3:ObjectCreated:*';

const serve = async (rules: NotificationRule[]): Promise<S3Client> => {
  served = await serveS3({ notifications: rules });
  served.published.length = 0;
  return served.client();
};
const put = (client: S3Client, Key: string, Body = 'content') =>
  client.send(new PutObjectCommand({ Bucket: 'bucket', Key, Body }));

type Message = {
  Records: { eventName: string; s3: { object: { key: string; sequencer: string } } }[];
};
const records = () =>
  served.published.flatMap(({ topicArn, message }) =>
    // These tests check the messages that the engine publishes.
    (message as Message).Records.map(({ eventName, s3: { object } }) => ({
      topicArn,
      eventName,
      ...object,
    })),
  );

test('a created object is reported as on AWS', async () => {
  const client = await serve([{ topicArn: 'topic', events: [CREATED] }]);

  await put(client, 'videos/a b+ä.mp4');

  expect(served.published).toEqual([
    {
      topicArn: 'topic',
      subject: 'Amazon S3 Notification',
      message: {
        Records: [
          {
            eventVersion: '2.1',
            eventSource: 'aws:s3',
            awsRegion: 'us-east-1',
            eventTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/u),
            eventName: 'ObjectCreated:Put',
            userIdentity: { principalId: 'AWS:arn:aws:iam::000000000000:root' },
            requestParameters: { sourceIPAddress: '127.0.0.1' },
            responseElements: {
              'x-amz-request-id': expect.stringMatching(/^[\dA-F]{16}$/u),
              'x-amz-id-2': expect.any(String),
            },
            s3: {
              s3SchemaVersion: '1.0',
              configurationId: 'notification-1',
              bucket: {
                name: 'bucket',
                ownerIdentity: { principalId: '000000000000' },
                arn: 'arn:aws:s3:::bucket',
              },
              object: {
                key: 'videos/a+b%2B%C3%A4.mp4',
                size: 7,
                eTag: '9a0364b9e99bb480dd25e1f0284c8555',
                sequencer: '0000000000000001',
              },
            },
          },
        ],
      },
    },
  ]);
});

test('rules match by event, prefix and suffix', async () => {
  const client = await serve([
    { topicArn: 'videos', events: [CREATED], prefix: 'videos/' },
    { topicArn: 'png', events: ['s3:ObjectCreated:Put'], prefix: 'videos/', suffix: '.png' },
    { topicArn: 'copies', events: ['s3:ObjectCreated:Copy'] },
    { topicArn: 'removed', events: ['s3:ObjectRemoved:*'] },
  ]);

  await put(client, 'videos/a.png');
  await put(client, 'other/a.png');
  await client.send(
    new CopyObjectCommand({
      Bucket: 'bucket',
      Key: 'videos/b.png',
      CopySource: 'bucket/other/a.png',
    }),
  );
  await client.send(new DeleteObjectCommand({ Bucket: 'bucket', Key: 'other/a.png' }));

  expect(records().map(({ topicArn, eventName, key }) => [topicArn, eventName, key])).toEqual([
    ['videos', 'ObjectCreated:Put', 'videos/a.png'],
    ['png', 'ObjectCreated:Put', 'videos/a.png'],
    ['videos', 'ObjectCreated:Copy', 'videos/b.png'],
    ['copies', 'ObjectCreated:Copy', 'videos/b.png'],
    ['removed', 'ObjectRemoved:Delete', 'other/a.png'],
  ]);
});

test('a key’s sequencer counts its own versions, across deletes, whatever other keys do', async () => {
  const client = await serve([{ topicArn: 'topic', events: [CREATED] }]);

  await put(client, 'a');
  await put(client, 'b');
  await put(client, 'a');
  await client.send(new DeleteObjectCommand({ Bucket: 'bucket', Key: 'a' }));
  await put(client, 'a');

  expect(records().map(({ key, sequencer }) => [key, Number.parseInt(sequencer, 16)])).toEqual([
    ['a', 1],
    ['b', 1],
    ['a', 2],
    ['a', 4],
  ]);
});

test('an object whose notification cannot be published is not created', async () => {
  const errors: unknown[] = [];
  const failure = new Error('no such topic');
  let isGone = false;
  const publish = () => {
    if (isGone) throw failure;
  };
  const notifications = [{ topicArn: 'topic', events: [CREATED] }];
  served = await serveS3({ notifications }, { publish, onError: (error) => errors.push(error) });
  const client = served.client();
  await put(client, 'key', 'before');
  isGone = true;

  await expect(put(client, 'key', 'after')).rejects.toMatchObject({ name: 'InternalError' });

  expect(errors).toEqual([failure]);
  const { Body } = await client.send(new GetObjectCommand({ Bucket: 'bucket', Key: 'key' }));
  expect(await Body?.transformToString()).toBe('before');
});

test('a topic gets one test event, when it is first configured', async () => {
  await serve([{ topicArn: 'one', events: [CREATED] }]);
  const rule = (topicArn: string) => ({ topicArn, events: [CREATED] });

  served.s3.configureBucket('bucket', { notifications: [rule('one'), rule('two'), rule('two')] });
  served.s3.configureBucket('bucket', { notifications: [rule('two')] });

  expect(served.published).toEqual([
    {
      topicArn: 'two',
      subject: 'Amazon S3 Notification',
      message: {
        Service: 'Amazon S3',
        Event: 's3:TestEvent',
        Time: expect.any(String),
        Bucket: 'bucket',
        RequestId: expect.any(String),
        HostId: expect.any(String),
      },
    },
  ]);
});
