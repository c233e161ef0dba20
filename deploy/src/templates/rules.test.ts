import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import * as v from 'valibot';
import { idIn, readStacks, type ReadStack, type Resource } from './testing/three-stacks.ts';

const MIB = 1024 ** 2;
// https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
const MAX_UNZIPPED_BYTES = 250 * MIB;
const MAX_BUNDLE_BYTES = 2 * MIB;
const AWS_LAYER = path.resolve(import.meta.dirname, '../../../.build/ffmpeg-arm64');

// Actions for which AWS supports no narrower resource. An unused entry is an error.
const ABOUT_EVERYTHING = {
  'rekognition:DetectLabels': 'Rekognition has no resources for what reads a picture.',
  'sqs:ListQueues': 'SQS lists all queues of an account or none.',
};

const Statement = v.object({
  Effect: v.string(),
  Action: v.union([v.string(), v.array(v.string())]),
  Resource: v.unknown(),
  Condition: v.optional(v.unknown()),
});
const Document = v.object({ Statement: v.array(Statement) });
const Role = v.object({
  Policies: v.optional(v.array(v.object({ PolicyDocument: Document })), []),
});

const AccessLog = v.object({ DestinationArn: v.unknown(), Format: v.string() });

let stacks: ReadStack[];

beforeAll(async () => {
  stacks = await readStacks();
}, 120_000);

const all = (type: string): (Resource & { stack: string })[] =>
  stacks.flatMap(({ name, ofType }) => ofType(type).map((each) => ({ ...each, stack: name })));
const list = <Value>(value: Value | Value[]) => (Array.isArray(value) ? value : [value]);

const leaves = () => {
  const documents = [
    ...all('AWS::IAM::Role').flatMap(({ properties }) =>
      v.parse(Role, properties).Policies.map(({ PolicyDocument }) => PolicyDocument),
    ),
    ...all('AWS::IAM::ManagedPolicy').map(({ properties }) =>
      v.parse(Document, properties['PolicyDocument']),
    ),
  ];
  return documents.flatMap(({ Statement }) =>
    Statement.flatMap(({ Action, Resource }) =>
      list(Action).flatMap((action) =>
        list(Resource).map((resource) => ({ action, resource: JSON.stringify(resource) })),
      ),
    ),
  );
};

describe('roles', () => {
  test('list their actions, and use * as a resource only where AWS supports no other', () => {
    expect(leaves().filter(({ action }) => action.includes('*'))).toEqual([]);
    const everything = leaves().filter(({ resource }) => resource === '"*"');
    expect([...new Set(everything.map(({ action }) => action))]).toEqual(
      Object.keys(ABOUT_EVERYTHING),
    );
  });

  test('use wildcards only in the last part of a resource: keys, log streams, connections', () => {
    const wild = leaves().filter(({ resource }) => resource.includes('*') && resource !== '"*"');
    const odd = wild.filter(
      ({ resource }) =>
        !/(?:\.Arn\}|\$\{Bucket\})\/[^"*]*\*[^"*]*"/u.test(resource) &&
        !/log-group:\/aws\/lambda\/[\w-]+:(?:log-stream:)?\*"/u.test(resource) &&
        !resource.includes('/@connections/*"'),
    );

    expect(odd).toEqual([]);
  });

  test('belong to one function each', () => {
    const used = all('AWS::Lambda::Function').map(
      ({ stack, properties }) => `${stack} ${idIn(properties['Role'])}`,
    );

    expect(used.sort()).toEqual(
      all('AWS::IAM::Role')
        .filter(({ properties }) => isOfAFunction(properties))
        .map(({ stack, id }) => `${stack} ${id}`)
        .sort(),
    );
  });
});

const isOfAFunction = ({ AssumeRolePolicyDocument }: Resource['properties']) =>
  JSON.stringify(AssumeRolePolicyDocument).includes('"lambda.amazonaws.com"');

describe('APIs', () => {
  test('log their callers for a month, without paths, which can contain a session id', () => {
    const stages = all('AWS::ApiGatewayV2::Stage');
    const groups = all('AWS::Logs::LogGroup');

    expect(stages).toHaveLength(3);
    for (const { stack, properties } of stages) {
      const { DestinationArn, Format } = v.parse(AccessLog, properties['AccessLogSettings']);
      const group = groups.find(
        ({ stack: its, id }) => its === stack && JSON.stringify(DestinationArn).includes(id),
      );
      expect(group?.properties['RetentionInDays']).toBe(30);
      expect(JSON.parse(Format)).toMatchObject({
        ip: '$context.identity.sourceIp',
        route: '$context.routeKey',
        requestId: '$context.requestId',
      });
      expect(Format).not.toMatch(/\$context\.(?:path|domain|connectionId)/u);
    }
  });
});

const isOfAnApi = ({ LogGroupName }: Resource['properties']) =>
  /^\/aws\/(?:http-api|websocket)\//u.test(String(LogGroupName));

describe('functions', () => {
  test('set their memory and timeout, and keep their logs for a month', () => {
    const functions = all('AWS::Lambda::Function');
    const logs = all('AWS::Logs::LogGroup');

    for (const { properties } of functions)
      expect(properties).toMatchObject({
        MemorySize: expect.any(Number),
        Timeout: expect.any(Number),
      });
    expect(
      logs
        .filter(({ properties }) => !isOfAnApi(properties))
        .map(({ properties }) => [properties['LogGroupName'], properties['RetentionInDays']])
        .sort(),
    ).toEqual(
      functions
        .map(({ properties }) => [`/aws/lambda/${String(properties['FunctionName'])}`, 30])
        .sort(),
    );
  });

  test('invoked by events have a failure destination that ends in a queue', () => {
    for (const { ofType } of stacks) {
      const invoked = [
        ...ofType('AWS::SNS::Subscription')
          .filter(({ properties }) => properties['Protocol'] === 'lambda')
          .map(({ properties }) => idIn(properties['Endpoint'])),
        ...ofType('AWS::Events::Rule').map(({ properties }) => idIn(properties['Targets'])),
      ];
      const roads = new Map(
        ofType('AWS::Lambda::EventInvokeConfig').map(({ properties }) => [
          idIn(properties['FunctionName']),
          idIn(properties['DestinationConfig']),
        ]),
      );
      const queued = ofType('AWS::SNS::Subscription')
        .filter(({ properties }) => properties['Protocol'] === 'sqs')
        .map(({ properties }) => idIn(properties['TopicArn']));

      expect([...new Set(invoked)].filter((id) => !roads.has(id))).toEqual([]);
      for (const target of roads.values()) expect(['DeadLetterQueue', ...queued]).toContain(target);
    }
  });

  test('are, with the layer, small enough for Lambda', async () => {
    const sizes = new Map<string, number>();
    for (const { code } of stacks)
      for (const [zip, directory] of Object.entries(code)) sizes.set(zip, await bytesIn(directory));
    const isLayer = (zip: string) => zip.startsWith('ffmpeg-');
    const bundles = [...sizes].filter(([zip]) => !isLayer(zip));
    const layers = [...[...sizes].filter(([zip]) => isLayer(zip)), await awsLayer()];

    expect(layers[0]?.[1]).toBeGreaterThan(0);
    const largest = Math.max(...bundles.map(([, bytes]) => bytes));
    expect(layers.filter(([, bytes]) => bytes + largest > MAX_UNZIPPED_BYTES)).toEqual([]);
    // A bundle includes the SDK's clients; one of many megabytes includes something by mistake.
    expect(bundles.filter(([, bytes]) => bytes > MAX_BUNDLE_BYTES)).toEqual([]);
  });
});

describe('messages', () => {
  test('are accepted by topics only from the sender in their policy, this account’s bucket', () => {
    const notified = all('AWS::S3::Bucket').flatMap(({ properties }) =>
      Array.from(
        JSON.stringify(properties['NotificationConfiguration'] ?? {}).matchAll(
          /"Topic":\{"Ref":"(\w+)"/gu,
        ),
        ([, id]) => id,
      ),
    );
    const policies = all('AWS::SNS::TopicPolicy');

    expect(policies.map(({ properties }) => idIn(properties['Topics'])).sort()).toEqual(
      notified.sort(),
    );
    for (const { properties } of policies)
      expect(properties['PolicyDocument']).toMatchObject({
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Service: 's3.amazonaws.com' },
            Action: 'sns:Publish',
            Condition: {
              ArnEquals: { 'aws:SourceArn': expect.anything() },
              StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
            },
          },
        ],
      });
  });

  test('that failed for good are kept encrypted for two weeks, with an alarm', () => {
    const deadLetters = all('AWS::SQS::Queue').filter(({ id }) => id === 'DeadLetterQueue');

    expect(deadLetters.map(({ stack }) => stack)).toEqual(stacks.map(({ name }) => name));
    for (const { properties } of deadLetters)
      expect(properties).toMatchObject({
        MessageRetentionPeriod: 1209600,
        SqsManagedSseEnabled: true,
      });
  });

  test('wait in queues that outlast an outage, for functions that report partial failures', () => {
    for (const { ofType } of stacks) {
      const queues = ofType('AWS::SQS::Queue').filter(({ id }) => id !== 'DeadLetterQueue');
      const mappings = ofType('AWS::Lambda::EventSourceMapping').map(
        ({ properties }) => properties,
      );
      const timeouts = new Map(
        ofType('AWS::Lambda::Function').map(({ id, properties }) => [id, properties['Timeout']]),
      );

      expect(mappings.map(({ EventSourceArn }) => idIn(EventSourceArn)).sort()).toEqual(
        queues.map(({ id }) => id).sort(),
      );
      for (const { id, properties } of queues) {
        const mapping = mappings.find(({ EventSourceArn }) => idIn(EventSourceArn) === id);
        expect(mapping).toMatchObject({
          FunctionResponseTypes: ['ReportBatchItemFailures'],
          ScalingConfig: { MaximumConcurrency: expect.any(Number) },
        });
        // https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
        const timeout = Number(timeouts.get(idIn(mapping?.['FunctionName']) ?? ''));
        expect(Number(properties['VisibilityTimeout'])).toBeGreaterThanOrEqual(6 * timeout);
        expect(properties).toMatchObject({
          SqsManagedSseEnabled: true,
          // A dead letter's age counts from when it was first sent, so it must have days left.
          MessageRetentionPeriod: 345600,
          RedrivePolicy: {
            deadLetterTargetArn: { 'Fn::GetAtt': ['DeadLetterQueue', 'Arn'] },
            maxReceiveCount: 100,
          },
        });
      }
    }
  });
});

// Only present once a deployment has built it.
const awsLayer = async () => [AWS_LAYER, await bytesIn(AWS_LAYER)] as const;

const bytesIn = async (directory: string): Promise<number> => {
  const files = await readdir(directory, { recursive: true, withFileTypes: true }).catch(() => []);
  const sizes = files
    .filter((file) => file.isFile())
    .map(async ({ parentPath, name }) => (await stat(path.join(parentPath, name))).size);
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
};
