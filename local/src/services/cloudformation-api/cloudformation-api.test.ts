import { createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import {
  CloudFormationClient,
  CreateChangeSetCommand,
  DeleteStackCommand,
  DescribeChangeSetCommand,
  DescribeStackEventsCommand,
  DescribeStackResourceCommand,
  DescribeStacksCommand,
  ExecuteChangeSetCommand,
  GetTemplateCommand,
  ValidateTemplateCommand,
  type ChangeSetType,
} from '@aws-sdk/client-cloudformation';
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { ZipFile } from 'yazl';
import { startEngine, type Engine } from '../../engine/engine.ts';
import type { PackagedStack } from '@video-service/deploy/packaging/package-stack';
import { helloStack, writeHelloCode } from '../../testing/hello-stack.ts';

const StackName = 'hello-local';
const ChangeSetName = 'change';

let directory: string;
let engine: Engine;
let client: CloudFormationClient;

const start = async (stacks: PackagedStack[] = []) => {
  engine = await startEngine({
    ...{ stateDir: path.join(directory, 'state'), awsPort: 0, pagePort: 0, stacks },
    warn: () => undefined,
  });
  client = new CloudFormationClient(settings());
};

const settings = () => ({
  endpoint: engine.urls.aws,
  region: 'us-east-1',
  credentials: engine.accessKey,
});

const codeDirectory = () => path.join(directory, 'code');

/** The stack's template, with `replaced` substituted. */
const template = (greeting: string, [from, to] = ['', '']) =>
  JSON.stringify(helloStack(greeting, codeDirectory()).template).replace(from, to);

const prepare = async (TemplateBody: string, ChangeSetType: ChangeSetType) => {
  await client.send(
    new CreateChangeSetCommand({ StackName, ChangeSetName, ChangeSetType, TemplateBody }),
  );
  return client.send(new DescribeChangeSetCommand({ StackName, ChangeSetName }));
};

const deploy = async (body: string, type: ChangeSetType) => {
  await prepare(body, type);
  await client.send(new ExecuteChangeSetCommand({ StackName, ChangeSetName }));
  const { Stacks } = await client.send(new DescribeStacksCommand({ StackName }));
  return Stacks?.[0]?.StackStatus;
};

const failures = async () => {
  const { StackEvents = [] } = await client.send(new DescribeStackEventsCommand({ StackName }));
  return StackEvents.filter(({ ResourceStatus }) => ResourceStatus?.endsWith('FAILED')).map(
    ({ LogicalResourceId, ResourceStatusReason }) =>
      `${LogicalResourceId}: ${ResourceStatusReason}`,
  );
};

const greeting = async () => (await fetch(`${engine.urls.page}/world`)).text();

beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'cloudformation-api-'));
  await writeHelloCode(codeDirectory());
  const zip = new ZipFile();
  zip.addFile(path.join(codeDirectory(), 'index.mjs'), 'index.mjs');
  zip.end();
  const file = path.join(directory, 'hello.zip');
  await pipeline(zip.outputStream, createWriteStream(file));
  await start();
  const s3 = new S3Client({ ...settings(), forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket: 'deployment' }));
  const Body = await readFile(file);
  await s3.send(new PutObjectCommand({ Bucket: 'deployment', Key: 'hello/1/hello.zip', Body }));
});
afterEach(async () => {
  await engine.stop();
  await rm(directory, { recursive: true });
});

test('a stack is created, changed in place, and survives a restart', async () => {
  expect(await deploy(template('hello'), 'CREATE')).toBe('CREATE_COMPLETE');
  expect(await greeting()).toBe('hello /world');
  expect(await deploy(template('good morning'), 'UPDATE')).toBe('UPDATE_COMPLETE');
  expect(await greeting()).toBe('good morning /world');

  await engine.stop();
  await start();

  expect(await greeting()).toBe('good morning /world');
  const { StackResourceDetail } = await client.send(
    new DescribeStackResourceCommand({ StackName, LogicalResourceId: 'Bank' }),
  );
  expect(StackResourceDetail?.PhysicalResourceId).toBe('bank');
});

test('the same template again is a change set without changes', async () => {
  await deploy(template('hello'), 'CREATE');

  expect(await prepare(template('hello'), 'UPDATE')).toMatchObject({
    Status: 'FAILED',
    StatusReason: expect.stringContaining("The submitted information didn't contain changes."),
  });
  expect((await prepare(template('hi'), 'UPDATE')).Changes).toMatchObject([
    { ResourceChange: { Action: 'Modify', LogicalResourceId: 'Hello' } },
  ]);
});

test('an invalid change is rolled back, and its reason reported', async () => {
  await deploy(template('hello'), 'CREATE');
  const broken = template('good morning', ['hello/1/hello.zip', 'hello/2/gone.zip']);
  const narrow = template('good morning', ['"sqs:SendMessage"', '"sqs:ReceiveMessage"']);

  expect(await deploy(broken, 'UPDATE')).toBe('UPDATE_ROLLBACK_COMPLETE');
  expect(await deploy(narrow, 'UPDATE')).toBe('UPDATE_ROLLBACK_COMPLETE');

  expect(await failures()).toEqual([
    expect.stringMatching(/^HelloEvents: AWS would refuse it, as no policy allows/u),
    'Hello: S3 has no object hello/2/gone.zip in deployment',
  ]);
  expect(await greeting()).toBe('hello /world');
});

test('a change that fails half-way is undone', async () => {
  await deploy(template('hello'), 'CREATE');
  const Late = {
    ...{ Type: 'AWS::S3::Bucket', DependsOn: 'Hello' },
    Properties: { BucketName: 'Not A Name' },
  };
  const late = `"Late":${JSON.stringify(Late)},"Failures":`;

  expect(await deploy(template('good morning', ['"Failures":', late]), 'UPDATE')).toBe(
    'UPDATE_ROLLBACK_COMPLETE',
  );

  expect(await failures()).toEqual([expect.stringMatching(/^Late: .*bucket/u)]);
  expect(await greeting()).toBe('hello /world');
});

test('a stack that cannot be created leaves nothing, and can only be deleted', async () => {
  const narrow = template('hello', ['"sqs:SendMessage"', '"sqs:ReceiveMessage"']);

  expect(await deploy(narrow, 'CREATE')).toBe('ROLLBACK_COMPLETE');

  await expect(prepare(template('hello'), 'UPDATE')).rejects.toThrow(
    'is in ROLLBACK_COMPLETE state and can not be updated',
  );
  await client.send(new DeleteStackCommand({ StackName }));
  expect(await deploy(template('hello'), 'CREATE')).toBe('CREATE_COMPLETE');
});

test('a stack that cannot be deleted reports why, and is deleted once that is resolved', async () => {
  await deploy(template('hello'), 'CREATE');
  const s3 = new S3Client({ ...settings(), forcePathStyle: true });
  await s3.send(new PutObjectCommand({ Bucket: 'bank', Key: 'clip', Body: 'film' }));

  await client.send(new DeleteStackCommand({ StackName }));

  expect(await failures()).toEqual([
    'hello-local: The following resource(s) failed to delete: [Bank].',
    expect.stringMatching(/^Bank: .*not empty/u),
  ]);
  await s3.send(new DeleteObjectCommand({ Bucket: 'bank', Key: 'clip' }));
  await client.send(new DeleteStackCommand({ StackName }));
  const { Stacks } = await client.send(new DescribeStacksCommand({}));
  expect(Stacks ?? []).toEqual([]);
});

test('missing and unknown things are reported as AWS does', async () => {
  await expect(client.send(new DescribeStacksCommand({ StackName }))).rejects.toMatchObject({
    name: 'ValidationError',
    message: 'Stack [hello-local] does not exist',
  });
  await expect(client.send(new GetTemplateCommand({ StackName }))).rejects.toMatchObject({
    name: 'InvalidAction',
  });
  const TemplateBody = JSON.stringify({ Resources: {}, Transform: 'X' });
  await expect(client.send(new ValidateTemplateCommand({ TemplateBody }))).rejects.toMatchObject({
    name: 'ValidationError',
    message: 'Template format error: the local engine does not know Transform',
  });
});

test('a stack that the engine packages itself cannot be taken over', async () => {
  await engine.stop();
  await start([helloStack('own', codeDirectory())]);

  await expect(prepare(template('hello'), 'CREATE')).rejects.toThrow("the local engine's own");

  expect(await greeting()).toBe('own /world');
});
