import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, test } from '@jest/globals';
import {
  closing,
  connectionIdOf,
  nextMessage,
  stoppedAfterEach,
  type Event,
} from './testing/socket-fixture.ts';

const start = stoppedAfterEach();

test('$connect gets the upgrade as its event', async () => {
  const { address, connected, events, host } = await start({
    $connect: () => ({ statusCode: 200 }),
  });

  await connected(`${address}?a=1&a=2`, { headers: { 'X-Thing': 'Some' } });

  expect(events).toEqual([
    {
      headers: expect.objectContaining({
        Host: host,
        'X-Thing': 'Some',
        'Sec-WebSocket-Version': '13',
        'X-Forwarded-For': '127.0.0.1',
        'X-Forwarded-Proto': 'http',
      }) as unknown,
      multiValueHeaders: expect.objectContaining({ 'X-Thing': ['Some'] }) as unknown,
      queryStringParameters: { a: '2' },
      multiValueQueryStringParameters: { a: ['1', '2'] },
      requestContext: {
        routeKey: '$connect',
        eventType: 'CONNECT',
        extendedRequestId: expect.any(String) as unknown,
        requestTime: expect.stringMatching(
          /^\d\d\/\w{3}\/\d{4}:\d\d:\d\d:\d\d \+0000$/u,
        ) as unknown,
        messageDirection: 'IN',
        stage: 'dev',
        connectedAt: expect.any(Number) as unknown,
        requestTimeEpoch: expect.any(Number) as unknown,
        identity: { sourceIp: '127.0.0.1', userAgent: '' },
        requestId: expect.any(String) as unknown,
        domainName: host,
        connectionId: expect.stringMatching(/^[\w-]{15}=$/u) as unknown,
        apiId: 'socket1',
      },
      isBase64Encoded: false,
    },
  ]);
});

test.each([
  ['a refusal', () => ({ statusCode: 401 }), 401],
  ['a failure', () => new Error('broken'), 502],
  ['an answer without a status', () => ({}), 502],
])('%s of $connect refuses the upgrade', async (_, answer, status) => {
  const { open } = await start({ $connect: answer });

  const [, response] = (await once(open(), 'unexpected-response')) as [
    unknown,
    { statusCode: number },
  ];

  expect(response.statusCode).toBe(status);
});

test('an address without an API is refused', async () => {
  const { api, open } = await start({});

  for (const url of [`${api.endpoint('other')}/dev`, `${api.endpoint('socket1')}/prod`]) {
    const [, response] = (await once(open(url), 'unexpected-response')) as [
      unknown,
      { statusCode: number },
    ];
    expect(response.statusCode).toBe(403);
  }
});

test('a message goes to the route of its action, otherwise to $default', async () => {
  const { connected, events } = await start({ subscribe: () => null, $default: () => null });
  const client = await connected();

  for (const text of [
    '{"action":"subscribe","session":"1"}',
    '{"action":"$connect"}',
    'ü, no JSON',
  ]) {
    client.send(text);
  }
  client.close();
  await closing(client);

  expect(events.map(({ requestContext, body }) => [requestContext['routeKey'], body])).toEqual([
    ['subscribe', '{"action":"subscribe","session":"1"}'],
    ['$default', '{"action":"$connect"}'],
    ['$default', 'ü, no JSON'],
  ]);
  expect(events[0]?.requestContext).toMatchObject({ eventType: 'MESSAGE', stage: 'dev' });
});

test('an error with a message is reported to the client', async () => {
  const { connected } = await start({
    broken: () => new Error('secret'),
    slow: () => new Promise(() => undefined),
  });
  const client = await connected();
  const answerTo = async (text: string) => {
    client.send(text);
    return JSON.parse(await nextMessage(client)) as { message: string };
  };

  expect((await answerTo('{"action":"unknown"}')).message).toBe('Forbidden');
  expect((await answerTo('{"action":"broken"}')).message).toBe('Internal server error');
  expect((await answerTo('{"action":"slow"}')).message).toBe('Endpoint request timed out');
});

test('only a route with a response sends its function’s result', async () => {
  const answer = ({ body }: Event) => ({ statusCode: 200, body });
  const { connected } = await start({ echo: answer, quiet: answer });
  const client = await connected();

  client.send('{"action":"quiet"}');
  client.send('{"action":"echo"}');

  expect(await nextMessage(client)).toBe('{"action":"echo"}');
});

test('$disconnect learns how the client left', async () => {
  const left = Promise.withResolvers<Event>();
  const { connected } = await start({ $disconnect: left.resolve });
  const client = await connected();

  client.close(4001, 'enough');

  expect((await left.promise).requestContext).toMatchObject({
    routeKey: '$disconnect',
    eventType: 'DISCONNECT',
    disconnectStatusCode: 4001,
    disconnectReason: 'enough',
  });
});

test('a client that leaves while $connect runs is disconnected', async () => {
  const asked = Promise.withResolvers<Event>();
  const admission = Promise.withResolvers<object>();
  const left = Promise.withResolvers<Event>();
  const { open } = await start({
    $connect: (event) => {
      asked.resolve(event);
      return admission.promise;
    },
    $disconnect: left.resolve,
  });
  const client = open();
  client.on('error', () => undefined);
  const event = await asked.promise;

  client.terminate();
  admission.resolve({ statusCode: 200 });

  expect(connectionIdOf(await left.promise)).toBe(connectionIdOf(event));
});

test('removing an API closes its connections', async () => {
  const { api, connected } = await start({});
  const client = await connected();
  const closed = closing(client);

  api.removeApi('socket1');

  expect(await closed).toBe(1006);
});

// A client that never closes its side, and may omit its key.
const upgradeByHand = (host: string, path: string, key = 'AAAAAAAAAAAAAAAAAAAAAA==') => {
  const socket = connect({ port: Number(host.split(':')[1]), allowHalfOpen: true });
  socket.write(
    `GET ${path} HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
      `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${key}\r\n\r\n`,
  );
  return socket.on('error', () => undefined);
};

test('an invalid handshake is refused, and $disconnect invoked', async () => {
  const left = Promise.withResolvers<Event>();
  const { host, address } = await start({
    $connect: () => ({ statusCode: 200 }),
    $disconnect: left.resolve,
  });
  const client = upgradeByHand(host, new URL(address).pathname, 'no key');

  const [answer] = (await once(client, 'data')) as [Buffer];
  client.destroy();

  expect(answer.toString()).toMatch(/^HTTP\/1\.1 400 /u);
  expect((await left.promise).requestContext).toMatchObject({ disconnectStatusCode: 1006 });
});

test('clients that wait for $connect or do not disconnect never block a stop', async () => {
  const asked = Promise.withResolvers<Event>();
  const { address, host, stop } = await start({
    $connect: (event) => {
      asked.resolve(event);
      return new Promise(() => undefined);
    },
  });
  const refused = upgradeByHand(host, '/websocket/none/dev');
  await once(refused, 'data');
  const waiting = upgradeByHand(host, new URL(address).pathname);
  await asked.promise;

  await stop();

  refused.destroy();
  waiting.destroy();
}, 10_000);
