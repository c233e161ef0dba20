import { beforeAll, expect, test } from '@jest/globals';
import { CAPTURE_FORMAT } from '@video-service/shared/capture-format';
import { readStacks, type ReadStack } from '../deploy/src/templates/testing/three-stacks.ts';

let stack: ReadStack | undefined;

beforeAll(async () => {
  stack = (await readStacks()).find(({ name }) => name === 'video-service-local');
}, 120_000);

const ofType = (type: string) => stack?.ofType(type) ?? [];

test('topics have their documented names', () => {
  expect(ofType('AWS::SNS::Topic').map(({ properties }) => properties['TopicName'])).toEqual([
    'video-session-topic-local',
    'video-render-start-topic-local',
    'video-capture-topic-local',
    'video-status-topic-local',
    'video-render-ready-topic-local',
    'video-deletion-topic-local',
    'video-service-failure-topic-local',
  ]);
});

test('S3 notifies about new videos, captures and metadata', () => {
  const notified = ofType('AWS::S3::Bucket').flatMap(({ properties }) =>
    JSON.stringify(properties['NotificationConfiguration'] ?? {}).match(
      /"(?:Ref|Value)":"[^"]*"/gu,
    ),
  );

  expect(notified.filter(Boolean)).toEqual([
    ...['"Ref":"SessionTopic"', '"Value":"videos/"'],
    ...['"Ref":"DeletionTopic"', '"Value":"videos/"'],
    ...['"Ref":"CaptureTopic"', '"Value":"captures/"', `"Value":".${CAPTURE_FORMAT.extension}"`],
    ...['"Ref":"RenderReadyTopic"', '"Value":"/metadata.json"'],
  ]);
});

test('tables can be restored, except the daily budget', () => {
  const tables = ofType('AWS::DynamoDB::Table').filter(({ id }) => id !== 'BudgetTable');

  expect(tables.map(({ id }) => id)).toEqual(['SessionTable', 'LabelTable']);
  for (const { properties } of tables)
    expect(properties).toMatchObject({
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    });
});

test('the other stacks find their imports', () => {
  const exported = Object.values(stack?.template.Outputs ?? {})
    .map((output) => JSON.stringify(output.Export ?? ''))
    .filter((text) => text.includes('"video-service-local-'));

  expect(exported.map((text) => /local-(\w+)/u.exec(text)?.[1])).toEqual([
    'SourceBucketName',
    'RenderBucketName',
    'RenderStartTopicArn',
    'RenderReadyTopicArn',
    'StatusTopicArn',
    'DeletionTopicArn',
    // Read by locate-video, to say where a video is.
    ...['SessionTableName', 'LabelTableName', 'SessionQueueName', 'CaptureQueueName'],
    'DeadLetterQueueName',
  ]);
});

test('a camera can put videos into its own folder, but not under a session, and can do nothing else', () => {
  const [policy] = ofType('AWS::IAM::ManagedPolicy');

  expect(policy?.properties['PolicyDocument']).toMatchObject({
    Statement: [
      {
        Effect: 'Allow',
        Action: 's3:PutObject',
        Resource: { 'Fn::Sub': '${SourceBucket.Arn}/videos/${!aws:username}/*' },
      },
      {
        Effect: 'Deny',
        Action: 's3:PutObject',
        Resource: {
          'Fn::Sub': '${SourceBucket.Arn}/videos/????????-????-????-????-????????????/*',
        },
      },
    ],
  });
  expect(stack?.template.Outputs['CameraPolicy']?.Value).toEqual({ Ref: 'CameraPolicy' });
});
