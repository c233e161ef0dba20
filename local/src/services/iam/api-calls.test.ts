import { expect, test } from '@jest/globals';
import {
  connectionCalls,
  dynamoDbCalls,
  lambdaCalls,
  rekognitionCalls,
  snsCalls,
  sqsCalls,
  type CallsOf,
} from './api-calls.ts';

const arn = (service: string, resource: string) =>
  `arn:aws:${service}:us-east-1:000000000000:${resource}`;
const target = (name: string) => ({ 'x-amz-target': name });
const ask = (
  callsOf: CallsOf,
  { body = {}, ...request }: { url?: string; method?: string; headers?: object; body?: unknown },
) => {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const { headers = {}, ...line } = request;
  return callsOf({ ...line, headers: { ...headers } }, Buffer.from(text)).map(
    ({ action, resource }) => `${action} ${resource}`,
  );
};

test.each([
  ['GetItem', { TableName: 'a' }, [`GetItem ${arn('dynamodb', 'table/a')}`]],
  [
    'Query',
    { TableName: 'a', IndexName: 'open' },
    [`Query ${arn('dynamodb', 'table/a/index/open')}`],
  ],
  [
    'BatchWriteItem',
    { RequestItems: { a: [], b: [] } },
    ['a', 'b'].map((name) => `BatchWriteItem ${arn('dynamodb', `table/${name}`)}`),
  ],
  ['ListTables', {}, ['ListTables *']],
  ['GetItem', 'no JSON', ['GetItem *']],
])('DynamoDB %s %j', (operation, body, calls) => {
  const headers = target(`DynamoDB_20120810.${operation}`);

  expect(ask(dynamoDbCalls, { headers, body })).toEqual(calls.map((call) => `dynamodb:${call}`));
});

test.each([
  ['Action=Publish&TopicArn=arn%3At', 'sns:Publish arn:t'],
  ['Action=PublishBatch&TopicArn=arn%3At', 'sns:Publish arn:t'],
  ['Action=ListTopics', 'sns:ListTopics *'],
])('SNS %s', (body, call) => {
  expect(ask(snsCalls, { body })).toEqual([call]);
});

test.each([
  ['SendMessage', { QueueUrl: 'http://x/000000000000/q' }, `SendMessage ${arn('sqs', 'q')}`],
  ['DeleteMessageBatch', { QueueUrl: 'http://x/0/q' }, `DeleteMessage ${arn('sqs', 'q')}`],
  ['GetQueueUrl', { QueueName: 'q' }, `GetQueueUrl ${arn('sqs', 'q')}`],
  ['ListQueues', {}, 'ListQueues *'],
])('SQS %s %j', (operation, body, call) => {
  expect(ask(sqsCalls, { headers: target(`AmazonSQS.${operation}`), body })).toEqual([
    `sqs:${call}`,
  ]);
});

test.each(['job', 'job%3A%24LATEST', encodeURIComponent(arn('lambda', 'function:job'))])(
  'Lambda %s',
  (reference) => {
    const url = `/2015-03-31/functions/${reference}/invocations`;

    expect(ask(lambdaCalls, { url })).toEqual([
      `lambda:InvokeFunction ${arn('lambda', 'function:job')}`,
    ]);
  },
);

test('Rekognition reads the picture with its caller’s permissions', () => {
  const headers = target('RekognitionService.DetectLabels');
  const body = { Image: { S3Object: { Bucket: 'bank', Name: 'captures/1.png' } } };

  expect(ask(rekognitionCalls, { headers, body })).toEqual([
    'rekognition:DetectLabels *',
    's3:GetObject arn:aws:s3:::bank/captures/1.png',
  ]);
  expect(ask(rekognitionCalls, { headers, body: { Image: { Bytes: '' } } })).toEqual([
    'rekognition:DetectLabels *',
  ]);
});

test('connections, wherever the API is', () => {
  const url = '/websocket/api1/local/%40connections/abc%3D';

  expect(ask(connectionCalls, { method: 'POST', url })).toEqual([
    `execute-api:ManageConnections ${arn('execute-api', 'api1/local/POST/@connections/abc%3D')}`,
  ]);
});
