import {
  ApiGatewayManagementApiClient,
  DeleteConnectionCommand,
  GetConnectionCommand,
  GoneException,
  PayloadTooLargeException,
  PostToConnectionCommand,
} from '@aws-sdk/client-apigatewaymanagementapi';
import { expect, test } from '@jest/globals';
import {
  closing,
  connectionIdOf,
  nextMessage,
  stoppedAfterEach,
  type Event,
} from './testing/socket-fixture.ts';

const start = stoppedAfterEach();

const managerOf = (address: string) =>
  new ApiGatewayManagementApiClient({
    endpoint: address.replace(/^ws/u, 'http'),
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });

test('the management API sends to a connection, describes it and closes it', async () => {
  const { address, connected, events } = await start({ $connect: () => ({ statusCode: 200 }) });
  const manager = managerOf(address);
  const client = await connected();
  const ConnectionId = connectionIdOf(events[0]);
  const message = nextMessage(client);

  await manager.send(new PostToConnectionCommand({ ConnectionId, Data: '{"step":"gif"}' }));
  expect(await message).toBe('{"step":"gif"}');

  const { ConnectedAt, Identity } = await manager.send(new GetConnectionCommand({ ConnectionId }));
  expect(ConnectedAt?.getTime()).toBe(events[0]?.requestContext['connectedAt']);
  expect(Identity).toEqual({ SourceIp: '127.0.0.1', UserAgent: '' });

  const closed = closing(client);
  await manager.send(new DeleteConnectionCommand({ ConnectionId }));
  expect(await closed).toBe(1000);
});

test('a connection that is closed or never existed is gone', async () => {
  const left = Promise.withResolvers<Event>();
  const { address, connected } = await start({ $disconnect: left.resolve });
  const manager = managerOf(address);
  const client = await connected();
  client.close();
  const ConnectionId = connectionIdOf(await left.promise);

  for (const id of [ConnectionId, 'PJqB0fHsqRcCHlw=', 'nonsense']) {
    const post = new PostToConnectionCommand({ ConnectionId: id, Data: 'x' });
    await expect(manager.send(post)).rejects.toThrow(GoneException);
  }
});

test('data of more than 128 KB is refused', async () => {
  const { address, connected, events } = await start({ $connect: () => ({ statusCode: 200 }) });
  const manager = managerOf(address);
  await connected();

  await expect(
    manager.send(
      new PostToConnectionCommand({
        ConnectionId: connectionIdOf(events[0]),
        Data: 'a'.repeat(128 * 1024 + 1),
      }),
    ),
  ).rejects.toThrow(PayloadTooLargeException);
});
