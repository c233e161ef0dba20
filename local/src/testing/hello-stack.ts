import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { PackagedStack } from '@video-service/deploy/packaging/package-stack';
import { lambdaRole } from './lambda-role.ts';

// Says hello over HTTP, and fails everything else, with its event.
const CODE = `export const handler = async (event) => {
  if (event.version !== '2.0') throw new Error(event.Records[0].Sns.Message);
  return { statusCode: 200, body: process.env.GREETING + ' ' + event.rawPath };
};`;

const permission = (principal: string, SourceArn: unknown) => ({
  Type: 'AWS::Lambda::Permission',
  Properties: {
    FunctionName: { Ref: 'Hello' },
    Action: 'lambda:InvokeFunction',
    Principal: `${principal}.amazonaws.com`,
    SourceArn,
  },
});

const resources = (greeting: string) => ({
  Uploads: { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'uploads' } },
  UploadsPolicy: {
    Type: 'AWS::SNS::TopicPolicy',
    Properties: {
      Topics: [{ Ref: 'Uploads' }],
      PolicyDocument: {
        Statement: {
          Effect: 'Allow',
          Principal: { Service: 's3.amazonaws.com' },
          Action: 'sns:Publish',
          Resource: { Ref: 'Uploads' },
        },
      },
    },
  },
  Bank: {
    Type: 'AWS::S3::Bucket',
    DependsOn: 'UploadsPolicy',
    Properties: {
      BucketName: 'bank',
      NotificationConfiguration: {
        TopicConfigurations: [
          {
            Event: 's3:ObjectCreated:*',
            Topic: { Ref: 'Uploads' },
            Filter: { S3Key: { Rules: [{ Name: 'prefix', Value: 'videos/' }] } },
          },
        ],
      },
    },
  },
  Failures: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'failures' } },
  Role: lambdaRole({
    Statement: [
      {
        Effect: 'Allow',
        Action: 'sqs:SendMessage',
        Resource: { 'Fn::GetAtt': ['Failures', 'Arn'] },
      },
      { Effect: 'Allow', Action: 'logs:*', Resource: '*' },
    ],
  }),
  Hello: {
    Type: 'AWS::Lambda::Function',
    Properties: {
      FunctionName: 'hello',
      Code: { S3Bucket: 'deployment', S3Key: 'hello/1/hello.zip' },
      Handler: 'index.handler',
      Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
      Runtime: 'nodejs24.x',
      Environment: { Variables: { GREETING: greeting } },
    },
  },
  HelloEvents: {
    Type: 'AWS::Lambda::EventInvokeConfig',
    Properties: {
      FunctionName: { Ref: 'Hello' },
      Qualifier: '$LATEST',
      MaximumRetryAttempts: 0,
      DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': ['Failures', 'Arn'] } } },
    },
  },
  Subscription: {
    Type: 'AWS::SNS::Subscription',
    Properties: {
      TopicArn: { Ref: 'Uploads' },
      Protocol: 'lambda',
      Endpoint: { 'Fn::GetAtt': 'Hello.Arn' },
    },
  },
  SnsPermission: permission('sns', { Ref: 'Uploads' }),
  Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'hello', ProtocolType: 'HTTP' } },
  Stage: {
    Type: 'AWS::ApiGatewayV2::Stage',
    Properties: { ApiId: { Ref: 'Api' }, StageName: '$default', AutoDeploy: true },
  },
  Integration: {
    Type: 'AWS::ApiGatewayV2::Integration',
    Properties: {
      ApiId: { Ref: 'Api' },
      IntegrationType: 'AWS_PROXY',
      IntegrationUri: { 'Fn::GetAtt': 'Hello.Arn' },
      PayloadFormatVersion: '2.0',
    },
  },
  Route: {
    Type: 'AWS::ApiGatewayV2::Route',
    Properties: {
      ApiId: { Ref: 'Api' },
      RouteKey: 'GET /{name}',
      Target: { 'Fn::Sub': 'integrations/${Integration}' },
    },
  },
  ApiPermission: permission('apigateway', {
    'Fn::Sub': 'arn:aws:execute-api:${AWS::Region}:${AWS::AccountId}:${Api}/*',
  }),
});

/** Puts the code of the stack's function into a new directory. */
export const writeHelloCode = async (directory: string): Promise<void> => {
  await mkdir(directory);
  await writeFile(path.join(directory, 'index.mjs'), CODE);
};

/**
 * A minimal stack: a bucket whose videos go through a topic to a function, which fails them into a queue, and says
 * hello over HTTP.
 */
export const helloStack = (greeting: string, code: string): PackagedStack => ({
  name: 'hello-local',
  template: { Resources: resources(greeting) },
  code: { 'hello.zip': code },
});
