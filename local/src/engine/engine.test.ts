import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import {
  GetFunctionCommand,
  GetFunctionConfigurationCommand,
  LambdaClient,
} from '@aws-sdk/client-lambda';
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { startEngine, type Engine, type EngineOptions } from './engine.ts';
import { helloStack, writeHelloCode } from '../testing/hello-stack.ts';

const topicArn = 'arn:aws:sns:us-east-1:000000000000:uploads';

let directory: string;
let engines: Engine[];

const stack = (greeting = 'hello') => helloStack(greeting, path.join(directory, 'code'));

const start = async (options: Partial<EngineOptions> = {}) => {
  const engine = await startEngine({
    ...{ stateDir: path.join(directory, 'state'), awsPort: 0, pagePort: 0, stacks: [stack()] },
    ...options,
  });
  engines.push(engine);
  return engine;
};

const clientOf = ({ urls, accessKey }: Engine) => ({
  endpoint: urls.aws,
  region: 'us-east-1',
  credentials: accessKey,
});

beforeEach(async () => {
  engines = [];
  directory = await mkdtemp(path.join(tmpdir(), 'engine-'));
  await writeHelloCode(path.join(directory, 'code'));
});
afterEach(async () => {
  await Promise.all(engines.map((engine) => engine.stop()));
  await rm(directory, { recursive: true });
});

test('an object reaches its function through the topic, and a failure the dead-letter queue', async () => {
  const deliveries: string[] = [];
  const engine = await start({ onDelivery: (arn) => deliveries.push(arn) });
  const s3 = new S3Client({ ...clientOf(engine), forcePathStyle: true });

  await s3.send(new PutObjectCommand({ Bucket: 'bank', Key: 'videos/clip 1.mp4', Body: 'film' }));

  const { Messages = [] } = await new SQSClient(clientOf(engine)).send(
    new ReceiveMessageCommand({
      QueueUrl: 'https://sqs.us-east-1.amazonaws.com/000000000000/failures',
      WaitTimeSeconds: 20,
    }),
  );
  const failure = JSON.parse(Messages[0]?.Body ?? '{}') as {
    requestPayload: unknown;
    responsePayload: { errorMessage: string };
  };
  expect(failure.requestPayload).toMatchObject({
    Records: [{ Sns: { TopicArn: topicArn, Subject: 'Amazon S3 Notification' } }],
  });
  expect(failure.responsePayload.errorMessage).toContain('"key":"videos/clip+1.mp4"');
  expect(deliveries).toEqual(['arn:aws:lambda:us-east-1:000000000000:function:hello']);
  expect(await readFile(engine.objectFile('bank', 'videos/clip 1.mp4') ?? '', 'utf8')).toBe('film');
});

test('a running function is described as Lambda does, and a missing one is refused', async () => {
  const lambda = new LambdaClient(clientOf(await start()));
  const FunctionName = 'arn:aws:lambda:us-east-1:000000000000:function:hello';

  const { Configuration } = await lambda.send(new GetFunctionCommand({ FunctionName }));
  const { $metadata, ...alone } = await lambda.send(
    new GetFunctionConfigurationCommand({ FunctionName: 'hello' }),
  );

  expect(Configuration).toEqual({
    ...{ FunctionName: 'hello', FunctionArn: FunctionName, Handler: 'index.handler' },
    ...{ Runtime: 'nodejs24.x', PackageType: 'Zip', Version: '$LATEST', Timeout: 3 },
    ...{ MemorySize: 128, EphemeralStorage: { Size: 512 }, State: 'Active' },
    ...{ LastUpdateStatus: 'Successful', LastModified: expect.stringMatching(/^\d{4}-.*Z$/u) },
  });
  expect($metadata.httpStatusCode).toBe(200);
  expect(alone).toEqual(Configuration);
  await expect(
    lambda.send(new GetFunctionCommand({ FunctionName: 'goodbye' })),
  ).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
});

test('stored data survives a restart, and a changed template takes effect', async () => {
  const first = await start();
  const s3 = new S3Client({ ...clientOf(first), forcePathStyle: true });
  await s3.send(new PutObjectCommand({ Bucket: 'bank', Key: 'kept', Body: 'film' }));
  expect(await (await fetch(`${first.urls.page}/world`)).text()).toBe('hello /world');
  await first.stop();

  const second = await start({ stacks: [stack('good morning')] });

  expect(await (await fetch(`${second.urls.page}/world`)).text()).toBe('good morning /world');
  const { Body } = await new S3Client({ ...clientOf(second), forcePathStyle: true }).send(
    new GetObjectCommand({ Bucket: 'bank', Key: 'kept' }),
  );
  expect(await Body?.transformToString()).toBe('film');
});

test('a state directory has one engine at a time', async () => {
  await start();

  await expect(start()).rejects.toThrow(`is in use by another engine, process ${process.pid}`);
});

test('a port in use is reported, and everything else is released', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;

  await expect(start({ awsPort: port })).rejects.toMatchObject({ code: 'EADDRINUSE', port });
  await expect(start({ pagePort: port })).rejects.toThrow(`Port ${port}`);

  other.close();
  await start({ awsPort: port });
});

test('an invalid template is rejected, and everything is released', async () => {
  const broken = { name: 'broken', template: { Resources: { A: { Type: 'X' } } }, code: {} };

  await expect(start({ stacks: [broken] })).rejects.toThrow('Stack broken: A (X)');

  await start();
});

test('a function whose role is not permitted to send failed events is rejected, as on AWS', async () => {
  const { template, ...rest } = stack();
  const narrow = JSON.stringify(template).replace('"sqs:SendMessage"', '"sqs:ReceiveMessage"');

  await expect(start({ stacks: [{ ...rest, template: JSON.parse(narrow) }] })).rejects.toThrow(
    /HelloEvents \(AWS::Lambda::EventInvokeConfig\).*no policy allows arn:aws:iam:\S+ sqs:SendMessage/u,
  );
});

test('the default key is refused on the network', async () => {
  await expect(start({ host: '0.0.0.0' })).rejects.toThrow('VIDEO_SERVICE_SECRET_ACCESS_KEY');

  const own = { accessKeyId: 'camera', secretAccessKey: 'of my own' };
  const engine = await start({ host: '0.0.0.0', accessKey: own });
  expect((await fetch(`${engine.urls.page}/world`)).status).toBe(200);
});
