import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { HeadObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { holdSyncs } from '../state/testing/hold-syncs.ts';
import { helloStack, writeHelloCode } from '../testing/hello-stack.ts';
import { type Engine, startEngine } from './engine.ts';

type Client = {
  endpoint: string;
  region: string;
  credentials: Engine['accessKey'];
  forcePathStyle: true;
};

let directory: string;
let engine: Engine;
let client: Client;

beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'acknowledgement-'));
  const code = path.join(directory, 'code');
  await writeHelloCode(code);
  const stateDir = path.join(directory, 'state');
  const stacks = [helloStack('hello', code)];
  engine = await startEngine({ stateDir, awsPort: 0, pagePort: 0, stacks });
  const { urls, accessKey } = engine;
  client = {
    ...{ endpoint: urls.aws, region: 'us-east-1', credentials: accessKey },
    forcePathStyle: true,
  };
});
afterEach(async () => {
  await engine.stop();
  await rm(directory, { recursive: true });
});

const OBJECT = { Bucket: 'bank', Key: 'other/clip.mp4' };
const TopicArn = 'arn:aws:sns:us-east-1:000000000000:uploads';
const QueueUrl = 'https://sqs.us-east-1.amazonaws.com/000000000000/failures';

test.each<[string, (options: Client) => Promise<unknown>]>([
  [
    'an object',
    (options) => new S3Client(options).send(new PutObjectCommand({ ...OBJECT, Body: 'film' })),
  ],
  [
    'a published message',
    (options) => new SNSClient(options).send(new PublishCommand({ TopicArn, Message: 'hi' })),
  ],
  [
    'a queued message',
    (options) =>
      new SQSClient(options).send(new SendMessageCommand({ QueueUrl, MessageBody: 'hi' })),
  ],
  [
    'an asynchronous invocation',
    (options) =>
      new LambdaClient(options).send(
        new InvokeCommand({ FunctionName: 'hello', InvocationType: 'Event' }),
      ),
  ],
])('%s is acknowledged once it is on disk', async (_, send) => {
  using syncs = holdSyncs();

  const acknowledged = send(client);

  expect(await syncs.hold(acknowledged)).toBe(true);
  syncs.release();
  await acknowledged;
});

test('an object that could not be synced is not acknowledged', async () => {
  const told = jest.spyOn(console, 'error').mockImplementation(() => undefined);
  using syncs = holdSyncs();
  const s3 = new S3Client({ ...client, maxAttempts: 1 });

  const sent = s3.send(new PutObjectCommand({ ...OBJECT, Body: 'film' }));
  await syncs.begun(1);
  syncs.fail(new Error('I/O error'));

  await expect(sent).rejects.toMatchObject({ name: 'InternalError' });
  expect(told).toHaveBeenCalledWith('S3', '/bank/other/clip.mp4', new Error('I/O error'));
  told.mockRestore();
});

test('reading does not wait for the disk', async () => {
  const s3 = new S3Client(client);
  await s3.send(new PutObjectCommand({ ...OBJECT, Body: 'film' }));
  using syncs = holdSyncs();

  expect(await s3.send(new HeadObjectCommand(OBJECT))).toMatchObject({ ContentLength: 4 });
  expect(syncs.count()).toBe(0);
});
