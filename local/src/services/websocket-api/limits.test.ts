import { expect, test } from '@jest/globals';
import { WebSocket } from 'ws';
import { closing, stoppedAfterEach, type Event } from './testing/socket-fixture.ts';

const start = stoppedAfterEach();

test('a frame over 32 KB, a message over 128 KB and a binary one close the connection', async () => {
  const { connected, events } = await start({ $default: () => null });
  const part = 'a'.repeat(32 * 1024);

  const long = await connected();
  long.send(`${part}a`);
  expect(await closing(long)).toBe(1009);

  const many = await connected();
  for (let parts = 0; parts < 5; parts++) many.send(part, { fin: false });
  expect(await closing(many)).toBe(1009);

  const binary = await connected();
  binary.send(Buffer.from([0]));
  expect(await closing(binary)).toBe(1003);

  expect(events).toHaveLength(0);
});

test('a message of 128 KB in frames of 32 KB arrives', async () => {
  const arrived = Promise.withResolvers<Event>();
  const { connected } = await start({ $default: arrived.resolve });
  const client = await connected();

  for (const fin of [false, false, false, true]) client.send('a'.repeat(32 * 1024), { fin });

  expect((await arrived.promise).body).toHaveLength(128 * 1024);
});

test('a flooding client is disconnected, and the others are not', async () => {
  const { configure, connected, events } = await start({ $default: () => null });
  configure({ burst: 5, ratePerSecond: 0.001 });
  const flooder = await connected();
  const other = await connected();

  for (let i = 0; i < 20; i++) flooder.send(String(i));

  expect(await closing(flooder)).toBe(1008);
  expect(events).toHaveLength(5);
  expect(other.readyState).toBe(WebSocket.OPEN);
});

test('an idle connection is closed, an active one lives to its maximum age', async () => {
  const { connected } = await start({ $default: () => null }, { idleMs: 1500, durationMs: 4000 });
  const idle = await connected();
  const startedMs = performance.now();
  const active = await connected();
  const ping = setInterval(() => active.send('x'), 50);
  const closed: string[] = [];
  idle.on('close', () => closed.push('idle'));
  active.on('close', () => closed.push('active'));

  const codes = await Promise.all([closing(idle), closing(active)]);
  clearInterval(ping);

  expect(codes).toEqual([1001, 1001]);
  expect(performance.now() - startedMs).toBeGreaterThan(3900);
  expect(closed).toEqual(['idle', 'active']);
});
