import path from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import * as v from 'valibot';
import { findFfmpeg } from '../local/src/packaging/ffmpeg-binaries.ts';
import { packageStacks } from '../local/src/packaging/package-stacks.ts';

const Statement = v.looseObject({
  Effect: v.string(),
  Action: v.union([v.string(), v.array(v.string())]),
  Resource: v.unknown(),
});
const Policy = v.looseObject({ Statement: v.array(Statement) });
const Role = v.object({
  AssumeRolePolicyDocument: v.unknown(),
  Policies: v.tuple([v.object({ PolicyName: v.string(), PolicyDocument: Policy })]),
});
const Template = v.looseObject({
  Resources: v.record(
    v.string(),
    v.looseObject({ Type: v.string(), Properties: v.optional(v.looseObject({}), {}) }),
  ),
  Outputs: v.record(v.string(), v.looseObject({})),
});

let template: v.InferOutput<typeof Template>;

beforeAll(async () => {
  const stacks = await packageStacks({
    root: path.dirname(import.meta.dirname),
    binaries: await findFfmpeg(),
    onProgress: () => undefined,
  });
  template = v.parse(Template, stacks.find(({ name }) => name === 'video-service-local')?.template);
}, 120_000);

type Resource = Record<string, unknown> & { id: string };

const ofType = (type: string): Resource[] =>
  Object.entries(template.Resources)
    .filter(([, resource]) => resource.Type === type)
    .map(([id, resource]) => ({ ...resource.Properties, id }));
const list = <Value>(value: Value | Value[]) => (Array.isArray(value) ? value : [value]);
const roles = () =>
  ofType('AWS::IAM::Role').map(({ id, ...role }) => {
    const [{ PolicyName, PolicyDocument }] = v.parse(Role, role).Policies;
    return { id, name: PolicyName, statements: PolicyDocument.Statement };
  });

describe('functions', () => {
  test('have a role each, named as they are, that no other function has', () => {
    const functions = ofType('AWS::Lambda::Function');
    const roleOf = new Map(functions.map((each) => [each['FunctionName'], each['Role']]));

    expect(roleOf).toEqual(
      new Map(
        roles().map(({ id, name }) => [
          `video-service-local-${name}`,
          { 'Fn::GetAtt': [id, 'Arn'] },
        ]),
      ),
    );
  });

  test('may do what their code does and nothing else', () => {
    const allowed = roles().map(({ name, statements }) => [
      name,
      statements
        .flatMap(({ Action }) => list(Action))
        .filter((action) => !action.startsWith('logs:'))
        .toSorted(),
    ]);

    expect(Object.fromEntries(allowed)).toEqual({
      'create-session': ['dynamodb:GetItem', 'dynamodb:PutItem', 'sns:Publish'],
      'create-gif': [
        'dynamodb:GetItem',
        'dynamodb:UpdateItem',
        's3:GetObject',
        's3:PutObject',
        'sns:Publish',
      ],
      'create-captures': [
        'dynamodb:GetItem',
        'dynamodb:Query',
        'dynamodb:UpdateItem',
        'dynamodb:UpdateItem',
        's3:GetObject',
        's3:PutObject',
        'sns:Publish',
      ],
      'get-labels': [
        'dynamodb:GetItem',
        'dynamodb:GetItem',
        'dynamodb:UpdateItem',
        'dynamodb:UpdateItem',
        'rekognition:DetectLabels',
        's3:GetObject',
        'sns:Publish',
      ],
      status: [
        'dynamodb:GetItem',
        'dynamodb:Query',
        'dynamodb:UpdateItem',
        's3:GetObject',
        's3:PutObject',
        'sns:Publish',
      ],
      'record-failure': [
        'dynamodb:GetItem',
        'dynamodb:GetItem',
        'dynamodb:PutItem',
        'dynamodb:UpdateItem',
        'dynamodb:UpdateItem',
        'sns:Publish',
        'sqs:SendMessage',
      ],
    });
  });

  test('have wildcards in objects, log streams, and where AWS knows nothing narrower', () => {
    const wild = roles()
      .flatMap(({ statements }) => statements)
      .flatMap(({ Action, Resource }) =>
        list(Resource).map((resource) => ({ Action, text: JSON.stringify(resource) })),
      )
      .filter(({ text }) => text.includes('*'));
    const [logs, others] = [
      wild.filter(({ text }) => text.includes(':log-group:')),
      wild.filter(({ text }) => !text.includes(':log-group:')),
    ];

    expect(logs.map(({ text }) => /([a-z-]+):\*"\}$/u.exec(text)?.[1])).toEqual(
      roles().map(({ name }) => `video-service-local-${name}`),
    );
    expect(others.map(({ Action, text }) => `${list(Action).join()} ${text}`)).toEqual([
      's3:GetObject {"Fn::Sub":"${SourceBucket.Arn}/videos/*"}',
      's3:PutObject {"Fn::Sub":"${RenderBucket.Arn}/*.gif"}',
      's3:GetObject {"Fn::Sub":"${SourceBucket.Arn}/videos/*"}',
      's3:PutObject {"Fn::Sub":"${SourceBucket.Arn}/captures/*"}',
      's3:GetObject {"Fn::Sub":"${SourceBucket.Arn}/captures/*"}',
      'rekognition:DetectLabels "*"',
      's3:GetObject,s3:PutObject {"Fn::Sub":"${RenderBucket.Arn}/*/metadata.json"}',
    ]);
  });

  test('tell the failure topic when they are given up, and its own function the queue', () => {
    const destinations = ofType('AWS::Lambda::EventInvokeConfig').map(
      ({ FunctionName, DestinationConfig }) => [FunctionName, DestinationConfig],
    );
    const topic = { OnFailure: { Destination: { Ref: 'FailureTopic' } } };
    const queue = { OnFailure: { Destination: { 'Fn::GetAtt': ['DeadLetterQueue', 'Arn'] } } };

    expect(destinations.map(([, destination]) => destination)).toEqual([
      ...Array.from({ length: 5 }, () => topic),
      queue,
    ]);
    expect(JSON.stringify(destinations.at(-1))).toContain('RecordDashfailure');
  });

  test('keep their logs for a month', () => {
    const logs = ofType('AWS::Logs::LogGroup').map((each) => [
      each['LogGroupName'],
      each['RetentionInDays'],
    ]);

    expect(logs).toEqual(
      roles().map(({ name }) => [`/aws/lambda/video-service-local-${name}`, 30]),
    );
  });
});

describe('messages', () => {
  test('go by topics with the names that users know', () => {
    expect(ofType('AWS::SNS::Topic').map(({ TopicName }) => TopicName)).toEqual([
      'video-session-topic-local',
      'video-render-start-topic-local',
      'video-capture-topic-local',
      'video-status-topic-local',
      'video-render-ready-topic-local',
      'video-service-failure-topic-local',
    ]);
  });

  test('of new objects come from our buckets alone, for videos, captures and metadata', () => {
    const notified = ofType('AWS::S3::Bucket').flatMap(({ NotificationConfiguration }) =>
      JSON.stringify(NotificationConfiguration ?? {}).match(/"(?:Ref|Value)":"[^"]*"/gu),
    );
    const policies = ofType('AWS::SNS::TopicPolicy').map(({ PolicyDocument }) =>
      JSON.stringify(v.parse(Policy, PolicyDocument).Statement),
    );

    expect(notified.filter(Boolean)).toEqual([
      ...['"Ref":"SessionTopic"', '"Value":"videos/"'],
      ...['"Ref":"CaptureTopic"', '"Value":"captures/"', '"Value":".png"'],
      ...['"Ref":"RenderReadyTopic"', '"Value":"/metadata.json"'],
    ]);
    expect(
      policies.map((text) => /-(source|render)-\$\{AWS::AccountId\}"/u.exec(text)?.[1]),
    ).toEqual(['source', 'source', 'render']);
    for (const text of policies)
      expect(text).toContain('"StringEquals":{"aws:SourceAccount":{"Ref":"AWS::AccountId"}}');
  });

  test('that were given up are kept for two weeks', () => {
    expect(ofType('AWS::SQS::Queue')).toMatchObject([{ MessageRetentionPeriod: 1209600 }]);
    expect(
      ofType('AWS::SNS::Subscription').filter(({ Protocol }) => Protocol === 'sqs'),
    ).toMatchObject([{ TopicArn: { Ref: 'FailureTopic' } }]);
  });
});

describe('what is kept', () => {
  test('lies in private, encrypted buckets that speak only TLS', () => {
    const buckets = ofType('AWS::S3::Bucket').filter(({ BucketName }) => BucketName);
    const policies = ofType('AWS::S3::BucketPolicy').map((each) => JSON.stringify(each));

    expect(buckets.map(({ id }) => id)).toEqual(['SourceBucket', 'RenderBucket']);
    for (const { id, ...bucket } of buckets) {
      expect(bucket).toMatchObject({
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
        BucketEncryption: { ServerSideEncryptionConfiguration: [expect.anything()] },
      });
      const policy = policies.find((text) => text.includes(`{"Ref":"${id}"}`));
      expect(policy).toContain('"Effect":"Deny","Principal":"*","Action":"s3:*"');
      expect(policy).toContain('{"Bool":{"aws:SecureTransport":"false"}}');
    }
  });

  test('and in tables that expire their rows and can be restored', () => {
    const tables = ofType('AWS::DynamoDB::Table');

    expect(tables.map(({ id }) => id)).toEqual(['SessionTable', 'LabelTable']);
    for (const table of tables)
      expect(table).toMatchObject({
        TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      });
  });

  test('can be found by the other stacks', () => {
    const exported = Object.values(template.Outputs)
      .map((output) => JSON.stringify(output['Export'] ?? ''))
      .filter((text) => text.includes('"video-service-local-'));

    expect(exported.map((text) => /local-(\w+)/u.exec(text)?.[1])).toEqual([
      'SourceBucketName',
      'RenderBucketName',
      'RenderReadyTopicArn',
      'StatusTopicArn',
    ]);
  });
});
