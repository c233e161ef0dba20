/** The resources of a stack that keeps a topic's messages in a queue of this name, and the queue's address. */
export const topicQueue = (name: string, topic: object) => ({
  url: `https://sqs.us-east-1.amazonaws.com/000000000000/${name}`,
  resources: {
    Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: name } },
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
            Condition: { ArnEquals: { 'aws:SourceArn': topic } },
          },
        },
      },
    },
    Subscription: {
      Type: 'AWS::SNS::Subscription',
      Properties: {
        TopicArn: topic,
        Protocol: 'sqs',
        Endpoint: { 'Fn::GetAtt': 'Queue.Arn' },
        RawMessageDelivery: true,
      },
    },
  },
});
