import type { PackagedStack } from '../packaging/package-stack.ts';
import { arnOf } from '../account.ts';

/** Where the owner of the stack below is told, and reads it. */
export const ALARM_TOPIC_ARN = arnOf('sns', 'owner');
export const OWNER_QUEUE_URL = 'https://sqs.us-east-1.amazonaws.com/000000000000/owner';

/** A stack beside those of the project with a topic for alarms, which keeps in a queue what it is told. */
export const ownerStack: PackagedStack = {
  name: 'owner-local',
  code: {},
  template: {
    Resources: {
      Topic: { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'owner' } },
      Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'owner' } },
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
              Condition: { ArnEquals: { 'aws:SourceArn': { Ref: 'Topic' } } },
            },
          },
        },
      },
      Subscription: {
        Type: 'AWS::SNS::Subscription',
        Properties: {
          TopicArn: { Ref: 'Topic' },
          Protocol: 'sqs',
          Endpoint: { 'Fn::GetAtt': 'Queue.Arn' },
          RawMessageDelivery: true,
        },
      },
    },
  },
};
