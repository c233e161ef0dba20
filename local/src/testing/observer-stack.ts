import type { PackagedStack } from '../packaging/package-stack.ts';

/** The queue of the stack below, as SQS wants it addressed. */
export const OBSERVER_QUEUE_URL = 'https://sqs.us-east-1.amazonaws.com/000000000000/observer';

const readyTopic = { 'Fn::ImportValue': 'video-service-local-RenderReadyTopicArn' };

/** A stack beside those of the project that keeps every Render Ready in a queue. */
export const observerStack: PackagedStack = {
  name: 'observer-local',
  code: {},
  template: {
    Resources: {
      Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'observer' } },
      QueuePolicy: {
        Type: 'AWS::SQS::QueuePolicy',
        Properties: {
          Queues: [{ Ref: 'Queue' }],
          PolicyDocument: {
            Statement: {
              Effect: 'Allow',
              Principal: { Service: 'sns.amazonaws.com' },
              Action: 'sqs:SendMessage',
              Resource: { 'Fn::GetAtt': 'Queue.Arn' },
              Condition: { ArnEquals: { 'aws:SourceArn': readyTopic } },
            },
          },
        },
      },
      Subscription: {
        Type: 'AWS::SNS::Subscription',
        Properties: {
          TopicArn: readyTopic,
          Protocol: 'sqs',
          Endpoint: { 'Fn::GetAtt': 'Queue.Arn' },
          RawMessageDelivery: true,
        },
      },
    },
  },
};
