import type { PackagedStack } from '../../../deploy/src/packaging/package-stack.ts';

const STACK = 'video-service-local';

const exported = (value: unknown, name: string) => ({
  Value: value,
  Export: { Name: `${STACK}-${name}` },
});
const topic = (name: string) => ({
  Type: 'AWS::SNS::Topic',
  Properties: { TopicName: `video-${name}-topic-local` },
});

const nameOf = (id: string) => ({ 'Fn::GetAtt': [id, 'QueueName'] });
const queue = (name: string) => ({ Type: 'AWS::SQS::Queue', Properties: { QueueName: name } });
const table = (name: string, hash: string, range?: string) => ({
  Type: 'AWS::DynamoDB::Table',
  Properties: {
    TableName: `${STACK}-${name}`,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [hash, range]
      .filter((AttributeName) => AttributeName !== undefined)
      .map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
    KeySchema: [
      { AttributeName: hash, KeyType: 'HASH' },
      ...(range === undefined ? [] : [{ AttributeName: range, KeyType: 'RANGE' }]),
    ],
  },
});

/** The parts of video-service that the page's service uses or reads: a test plays the rest. */
export const videoServiceStandIn: PackagedStack = {
  name: STACK,
  code: {},
  template: {
    Resources: {
      StatusTopic: topic('status'),
      RenderStartTopic: topic('render-start'),
      RenderReadyTopic: topic('render-ready'),
      DeletionTopic: topic('deletion'),
      SessionTable: table('sessions', 'id'),
      LabelTable: table('labels', 'id', 'frame'),
      SessionQueue: queue('video-session-queue-local'),
      CaptureQueue: queue('video-capture-queue-local'),
      DeadLetterQueue: queue('video-service-dead-letter-queue-local'),
      RenderReadyTopicPolicy: {
        Type: 'AWS::SNS::TopicPolicy',
        Properties: {
          Topics: [{ Ref: 'RenderReadyTopic' }],
          PolicyDocument: {
            Version: '2012-10-17',
            Statement: [
              {
                Effect: 'Allow',
                Principal: { Service: 's3.amazonaws.com' },
                Action: 'sns:Publish',
                Resource: { Ref: 'RenderReadyTopic' },
              },
            ],
          },
        },
      },
      SourceBucket: {
        Type: 'AWS::S3::Bucket',
        Properties: {
          BucketName: 'video-service-local-source-000000000000',
          CorsConfiguration: {
            CorsRules: [
              {
                AllowedOrigins: ['*'],
                AllowedMethods: ['GET', 'PUT', 'POST'],
                AllowedHeaders: ['*'],
                ExposedHeaders: ['ETag'],
              },
            ],
          },
        },
      },
      RenderBucket: {
        Type: 'AWS::S3::Bucket',
        DependsOn: 'RenderReadyTopicPolicy',
        Properties: {
          BucketName: 'video-service-local-render-000000000000',
          NotificationConfiguration: {
            TopicConfigurations: [
              {
                Event: 's3:ObjectCreated:*',
                Topic: { Ref: 'RenderReadyTopic' },
                Filter: { S3Key: { Rules: [{ Name: 'suffix', Value: 'metadata.json' }] } },
              },
            ],
          },
        },
      },
    },
    Outputs: {
      SourceBucket: exported({ Ref: 'SourceBucket' }, 'SourceBucketName'),
      RenderBucket: exported({ Ref: 'RenderBucket' }, 'RenderBucketName'),
      StatusTopic: exported({ Ref: 'StatusTopic' }, 'StatusTopicArn'),
      RenderStartTopic: exported({ Ref: 'RenderStartTopic' }, 'RenderStartTopicArn'),
      RenderReadyTopic: exported({ Ref: 'RenderReadyTopic' }, 'RenderReadyTopicArn'),
      DeletionTopic: exported({ Ref: 'DeletionTopic' }, 'DeletionTopicArn'),
      SessionTable: exported({ Ref: 'SessionTable' }, 'SessionTableName'),
      LabelTable: exported({ Ref: 'LabelTable' }, 'LabelTableName'),
      SessionQueue: exported(nameOf('SessionQueue'), 'SessionQueueName'),
      CaptureQueue: exported(nameOf('CaptureQueue'), 'CaptureQueueName'),
      DeadLetterQueue: exported(nameOf('DeadLetterQueue'), 'DeadLetterQueueName'),
    },
  },
};
