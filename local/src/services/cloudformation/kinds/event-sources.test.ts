import { expect, test } from '@jest/globals';
import { arnOf } from '../../../engine/account.ts';
import type { EventSourceMapping } from '../../lambda/polling/mapping.ts';
import type { QueueConfig } from '../../sqs/queue-store.ts';
import { openDatabase } from '../../../state/database.ts';
import { lambdaRole } from '../../../testing/lambda-role.ts';
import { createStacks } from '../stacks.ts';
import { eventSourceKinds } from './event-sources.ts';
import { iamKinds } from './iam.ts';
import { lambdaKinds, type PlannedFunction } from './lambda.ts';
import { sqsKinds } from './sqs.ts';

const ignore = () => undefined;

const openStacks = () => {
  const mappings = new Map<string, EventSourceMapping>();
  const lambda = {
    configureFunction: ignore,
    removeFunction: ignore,
    configureMapping: (mapping: EventSourceMapping) => void mappings.set(mapping.id, mapping),
    removeMapping: (id: string) => void mappings.delete(id),
    assumeRole: () => ({ accessKeyId: '', secretAccessKey: '', sessionToken: '' }),
  };
  const sqs = { configureQueue: ignore, removeQueue: ignore, queue: ignore };
  const kinds = () => {
    const functions = new Map<string, PlannedFunction>();
    const queues = new Map<string, QueueConfig>();
    return {
      ...eventSourceKinds({ lambda, sqs, functions, queues }),
      ...iamKinds({ configureRole: ignore, removeRole: ignore }),
      ...lambdaKinds(
        lambda,
        [{ name: 'video', template: {}, code: { 'code.zip': '/code' } }],
        functions,
      ),
      ...sqsKinds(sqs, queues),
    };
  };
  const stacks = createStacks({ db: openDatabase(':memory:'), kinds, warn: ignore });
  const deploy = (change: object = {}, template = resources()) =>
    stacks.deploy([
      {
        name: 'video',
        template: { Resources: { ...template, Source: source(change) } },
        code: { 'code.zip': '/code' },
      },
    ]);
  return { mappings: () => [...mappings.values()], deploy };
};

// As the framework compiles `sqs` events.
const source = (change: object) => ({
  Type: 'AWS::Lambda::EventSourceMapping',
  DependsOn: ['LabelsRole'],
  Properties: {
    BatchSize: 10,
    Enabled: true,
    EventSourceArn: { 'Fn::GetAtt': ['Captures', 'Arn'] },
    FunctionName: { 'Fn::GetAtt': ['Labels', 'Arn'] },
    ...change,
  },
});

const POLLING = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'];

const resources = ({ actions = POLLING, visibility = 60 } = {}) => ({
  Captures: {
    Type: 'AWS::SQS::Queue',
    Properties: { QueueName: 'captures', VisibilityTimeout: visibility },
  },
  LabelsRole: lambdaRole({
    Statement: [
      { Effect: 'Allow', Action: actions, Resource: { 'Fn::GetAtt': 'Captures.Arn' } },
      { Effect: 'Allow', Action: 'logs:*', Resource: '*' },
    ],
  }),
  Labels: {
    Type: 'AWS::Lambda::Function',
    Properties: {
      FunctionName: 'labels',
      Code: { S3Bucket: 'deployment', S3Key: '1/code.zip' },
      Handler: 'index.handler',
      Role: { 'Fn::GetAtt': ['LabelsRole', 'Arn'] },
      Runtime: 'nodejs24.x',
      Timeout: 60,
    },
  },
});

test('a mapping compiled by the framework passes the queue’s messages to the function', async () => {
  const { mappings, deploy } = openStacks();

  await deploy();
  const [first] = mappings();
  await deploy({
    ...{ BatchSize: 100, MaximumBatchingWindowInSeconds: 5 },
    FunctionResponseTypes: ['ReportBatchItemFailures'],
    ScalingConfig: { MaximumConcurrency: 2 },
  });

  expect(first).toEqual({
    id: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u),
    queueArn: arnOf('sqs', 'captures'),
    ...{ functionName: 'labels', batchSize: 10, windowSeconds: 0, reportsFailedItems: false },
  });
  expect(mappings()).toEqual([
    {
      ...first,
      ...{ batchSize: 100, windowSeconds: 5, maximumConcurrency: 2, reportsFailedItems: true },
    },
  ]);
});

test('a disabled mapping passes nothing on', async () => {
  const { mappings, deploy } = openStacks();

  await deploy();
  await deploy({ Enabled: false });

  expect(mappings()).toEqual([]);
});

test.each(POLLING)('a role without %s is rejected as on AWS', async (missing) => {
  const { deploy } = openStacks();
  const actions = POLLING.filter((action) => action !== missing);

  await expect(deploy({}, resources({ actions }))).rejects.toThrow(
    /Source \(AWS::Lambda::EventSourceMapping\): AWS would refuse it, as no policy allows/u,
  );
});

test.each([
  [
    'a batch of more than 10 without a window',
    { BatchSize: 11 },
    'Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10',
  ],
  ['a maximum concurrency below 2', { ScalingConfig: { MaximumConcurrency: 1 } }, '>=2'],
  [
    'a source that is no queue',
    { EventSourceArn: arnOf('kinesis', 'stream/a') },
    'must be a queue',
  ],
  ['a queue that is not there', { EventSourceArn: arnOf('sqs', 'a') }, 'there is no queue'],
  ['a function that is not there', { FunctionName: 'a' }, 'there is no function a'],
  ['a filter', { FilterCriteria: {} }, 'the local engine does not know FilterCriteria'],
])('%s is rejected by name', async (_, change, message) => {
  await expect(openStacks().deploy(change)).rejects.toThrow(message);
});

test('a visibility timeout below the function’s timeout is rejected as on AWS', async () => {
  await expect(openStacks().deploy({}, resources({ visibility: 59 }))).rejects.toThrow(
    'Queue visibility timeout: 59 seconds is less than Function timeout: 60 seconds',
  );
});
