import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { SNSClient } from '@aws-sdk/client-sns';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { publisher } from './sns.ts';

const TOPIC = 'arn:aws:sns:us-east-1:000000000000:video-status-topic-test';
const published: (string | null)[][] = [];
const server = createServer((request, response) => {
  void text(request).then((body) => {
    const form = new URLSearchParams(body);
    published.push([form.get('Action'), form.get('TopicArn'), form.get('Message')]);
    response.end('<PublishResponse><PublishResult/></PublishResponse>');
  });
});
let sns: SNSClient;

beforeAll(async () => {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  sns = new SNSClient({
    endpoint: `http://127.0.0.1:${port}`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
});
afterAll(async () => {
  sns.destroy();
  server.close();
  await once(server, 'close');
});

test('publishes a message to its topic as JSON', async () => {
  await publisher(TOPIC, sns)({ id: 'a', step: 'gif', gif: 'a/my clip+é.gif' });

  expect(published).toEqual([
    ['Publish', TOPIC, '{"id":"a","step":"gif","gif":"a/my clip+é.gif"}'],
  ]);
});
