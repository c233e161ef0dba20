import { once } from 'node:events';
import { expect, test } from '@jest/globals';
import { closing, stoppedAfterEach } from './testing/socket-fixture.ts';

const start = stoppedAfterEach();

test('connections, messages and refusals are logged with their outcome', async () => {
  const { accesses, connected, open } = await start({
    $connect: ({ headers }) => ({ statusCode: headers['X-Key'] === 'mine' ? 200 : 403 }),
    $disconnect: () => ({ statusCode: 200 }),
    subscribe: () => new Error('out of order'),
  });

  await once(open(), 'error');
  const client = await connected(undefined, { headers: { 'X-Key': 'mine' } });
  client.send(JSON.stringify({ action: 'subscribe' }));
  await once(client, 'message');
  const closed = closing(client);
  client.close();
  await closed;
  while (accesses.length < 4) await new Promise(setImmediate);

  expect(accesses).toMatchObject([
    { eventType: 'CONNECT', routeKey: '$connect', status: 403, 'identity.sourceIp': '127.0.0.1' },
    { eventType: 'CONNECT', routeKey: '$connect', status: 200 },
    { eventType: 'MESSAGE', routeKey: 'subscribe', status: 502 },
    { eventType: 'DISCONNECT', routeKey: '$disconnect' },
  ]);
});
