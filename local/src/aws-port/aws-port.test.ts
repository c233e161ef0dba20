import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import { ListTopicsCommand, SNSClient } from '@aws-sdk/client-sns';
import { ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Credentials } from '../auth/credentials.ts';
import type { ApiService } from './api-service.ts';
import { openAwsPort, type AwsPort } from './aws-port.ts';

let port: AwsPort;
/** Which service got which body. */
let received: [service: string, body: string][];
let errors: string[];

const service = (name: string, family: ApiService['family'], answer: string): ApiService => ({
  name,
  family,
  maxBodyBytes: 1000,
  calls: () => [{ action: `${name}:Ask`, resource: 'arn' }],
  denial: () => ({ statusCode: 403, code: 'Denied' }),
  handle: (_, response, body) => {
    received.push([name, body.toString()]);
    response.end(answer);
  },
});

beforeEach(async () => {
  received = [];
  errors = [];
  port = await openAwsPort({
    host: '127.0.0.1',
    port: 0,
    credentials: new Map<string, Credentials>([
      ['test', { secretAccessKey: 'test' }],
      ['nobody', { secretAccessKey: 'test', refusal: ({ action }) => `no ${action} for you` }],
    ]),
    onError: (what, error) => errors.push(`${what}: ${String(error)}`),
    s3: async (request, response) => {
      received.push(['s3', await text(request)]);
      response.end('<ListAllMyBucketsResult/>');
    },
    services: [
      service('dynamodb', 'json', '{"TableNames":["videos"]}'),
      service('sns', 'query', '<ListTopicsResponse/>'),
      {
        ...service('sqs', 'json', ''),
        handle: () => Promise.reject(new Error('the disk is full')),
      },
    ],
  });
});
afterEach(() => port.stop());

const settings = (secretAccessKey = 'test', accessKeyId = 'test') => ({
  endpoint: port.url,
  region: 'us-east-1',
  credentials: { accessKeyId, secretAccessKey },
  maxAttempts: 1,
});

const post = (headers: Record<string, string>, body = '{}', path = '/') =>
  fetch(`${port.url}${path}`, { method: 'POST', headers, body });

test('a signed request reaches the service it was signed for', async () => {
  await new DynamoDBClient(settings()).send(new ListTablesCommand({ Limit: 1 }));
  await new SNSClient(settings()).send(new ListTopicsCommand({}));
  await new S3Client({ ...settings(), forcePathStyle: true }).send(new ListBucketsCommand({}));

  expect(received).toEqual([
    ['dynamodb', '{"Limit":1}'],
    ['sns', 'Action=ListTopics&Version=2010-03-31'],
    ['s3', ''],
  ]);
});

test('a wrong secret is refused with each service’s own error', async () => {
  await expect(
    new DynamoDBClient(settings('wrong')).send(new ListTablesCommand({})),
  ).rejects.toMatchObject({
    name: 'InvalidSignatureException',
    $metadata: { httpStatusCode: 403 },
  });
  await expect(
    new SNSClient(settings('wrong')).send(new ListTopicsCommand({})),
  ).rejects.toMatchObject({ name: 'SignatureDoesNotMatch' });

  expect(received).toEqual([]);
});

test('a caller without permission is refused in the service’s style, and the service is not called', async () => {
  await expect(
    new DynamoDBClient(settings('test', 'nobody')).send(new ListTablesCommand({})),
  ).rejects.toMatchObject({ name: 'Denied', message: 'no dynamodb:Ask for you' });
  await expect(
    new SNSClient(settings('test', 'nobody')).send(new ListTopicsCommand({})),
  ).rejects.toMatchObject({ name: 'Denied', message: 'no sns:Ask for you' });

  expect(received).toEqual([]);
});

test('an unsigned request is recognised by its form, and refused', async () => {
  const dynamodb = await post({ 'x-amz-target': 'DynamoDB_20120810.ListTables' });
  const sns = await post(
    { 'content-type': 'application/x-www-form-urlencoded' },
    'Action=ListTopics',
  );

  expect([dynamodb.status, await dynamodb.json()]).toEqual([
    403,
    { __type: 'MissingAuthenticationTokenException', message: expect.any(String) },
  ]);
  expect([sns.status, await sns.text()]).toEqual([
    403,
    expect.stringContaining('<Code>MissingAuthenticationToken</Code>'),
  ]);
  expect(received).toEqual([]);
});

test('any unrecognised request goes to S3', async () => {
  await fetch(`${port.url}/bank/clip.mp4`, { method: 'OPTIONS' });
  await post({ 'content-type': 'multipart/form-data; boundary=x' }, 'form', '/bank');

  expect(received).toEqual([
    ['s3', ''],
    ['s3', 'form'],
  ]);
});

test('an unsupported service is named, with the supported ones', async () => {
  const scope = 'test/20261122/us-east-1/sts/aws4_request';
  const response = await post({ authorization: `AWS4-HMAC-SHA256 Credential=${scope}, x=y` });

  expect(response.status).toBe(501);
  expect(await response.text()).toContain(
    'There is no service sts here, only dynamodb, s3, sns, sqs.',
  );
});

test.each(['/', '%2F'])(
  'a presigned request goes to the service it is signed for (%s)',
  async (slash) => {
    const scope = ['test', '20261122', 'us-east-1', 'sns', 'aws4_request'].join(slash);
    const query = `X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=${scope}`;
    const response = await fetch(`${port.url}/?${query}`);

    expect(response.status).toBe(400);
    expect(await response.text()).toContain('<Code>IncompleteSignature</Code>');
    expect(received).toEqual([]);
  },
);

test('a body larger than the service accepts is refused before it is read completely', async () => {
  const request = httpRequest(port.url, {
    method: 'POST',
    headers: { 'x-amz-target': 'DynamoDB_20120810.ListTables', 'content-length': 1e9 },
  });
  request.write('x'.repeat(1001));
  const [response] = (await once(request, 'response')) as [
    NodeJS.ReadableStream & { statusCode: number },
  ];

  expect(response.statusCode).toBe(413);
  expect(JSON.parse(await text(response))).toMatchObject({
    __type: 'RequestEntityTooLargeException',
  });
  request.destroy();
});

test('a query that is not text goes to S3', async () => {
  await fetch(`${port.url}/?prefix=%ff`);

  expect(received).toEqual([['s3', '']]);
});

test('endless headers are refused, and the port keeps working', async () => {
  const huge = await fetch(port.url, { headers: { 'x-filler': 'x'.repeat(20_000) } });

  expect(huge.status).toBe(431);
  expect((await fetch(port.url)).status).toBe(200);
});

test('a client that disconnects half-way affects nobody else', async () => {
  const socket = connect(Number(new URL(port.url).port), '127.0.0.1');
  socket.write(
    'POST / HTTP/1.1\r\nHost: x\r\nX-Amz-Target: DynamoDB_20120810.A\r\nContent-Length: 9\r\n\r\n{',
  );
  await once(socket, 'connect');
  socket.destroy();

  expect((await fetch(port.url)).status).toBe(200);
  expect(errors).toEqual([]);
});

test('a port in use is reported with its number', async () => {
  const taken = Number(new URL(port.url).port);

  await expect(
    openAwsPort({
      ...{ host: '127.0.0.1', port: taken, credentials: new Map(), services: [] },
      s3: () => Promise.resolve(),
    }),
  ).rejects.toMatchObject({ code: 'EADDRINUSE', port: taken });
});

test('an internal error of a service is answered without its reason', async () => {
  const error = await new SQSClient(settings()).send(new ListQueuesCommand({})).catch(String);

  expect(error).toBe('InternalFailure: The request failed because of an unknown error.');
  expect(errors).toEqual(['POST /: Error: the disk is full']);
});
