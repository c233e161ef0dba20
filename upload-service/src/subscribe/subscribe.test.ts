import { describe, expect, test } from '@jest/globals';
import { ID, OTHER_ID } from '../testing/examples.ts';
import { fakeSocket } from '../testing/fake-ports.ts';
import { fakeConnections, fakeDeletions, fakeSessions } from '../testing/fake-stores.ts';
import { subscribe } from './subscribe.ts';

const start = async () => {
  const ports = {
    sessions: fakeSessions({ id: ID, key: 'videos/clip.mp4', status: 0 }),
    deletions: fakeDeletions(),
    connections: fakeConnections(),
    socket: fakeSocket('tab', 'owner'),
  };
  await ports.connections.open('tab');
  await ports.connections.open('owner', { isOwner: true });
  const send = (body: string | undefined, connectionId = 'tab') =>
    subscribe({ connectionId, body }, ports);
  return { ports, send };
};
const to = (session: string) => JSON.stringify({ action: 'subscribe', session });

test('who subscribes listens to the session', async () => {
  const { ports, send } = await start();

  expect(await send(to(ID.toUpperCase()))).toBe(true);
  expect(await ports.connections.listeners(ID)).toEqual(['tab']);
});

test('the owner listens to the videos of every door, and to the library; nobody else does', async () => {
  const { ports, send } = await start();

  for (const topic of [OTHER_ID, 'library']) {
    expect(await send(to(topic))).toBe(false);
    expect(await send(to(topic), 'owner')).toBe(true);
    expect(await ports.connections.listeners(topic)).toEqual(['owner']);
  }
});

test('nobody listens to a deleted video, not even one that is deleted just then', async () => {
  const { ports, send } = await start();
  await ports.deletions.bury(OTHER_ID, 'owner');
  expect(await send(to(OTHER_ID), 'owner')).toBe(false);

  await ports.deletions.bury(ID, 'owner');
  expect(await send(to(ID))).toBe(false);

  expect(await ports.connections.listeners(OTHER_ID)).toEqual([]);
  expect(await ports.connections.listeners(ID)).toEqual([]);
});

describe('the connection is told why and closed', () => {
  test.each([
    ['nothing', undefined, 'INVALID_MESSAGE'],
    ['no JSON', '{"action":', 'INVALID_MESSAGE'],
    ['another action', JSON.stringify({ action: 'shout', session: ID }), 'INVALID_MESSAGE'],
    ['no session', JSON.stringify({ action: 'subscribe' }), 'INVALID_MESSAGE'],
    ['a garbage id', to('../../etc/passwd'), 'INVALID_MESSAGE'],
  ])('when it sends %s', async (_what, body, code) => {
    const { ports, send } = await start();

    expect(await send(body)).toBe(false);
    expect(ports.socket.sent.get('tab')).toEqual([expect.objectContaining({ code })]);
    expect(await ports.socket.send('tab', {})).toBe(false);
    expect(await ports.connections.listeners(OTHER_ID)).toEqual([]);
  });
});

describe('the connection is told why and stays', () => {
  test('when there is no such session', async () => {
    const { ports, send } = await start();

    expect(await send(to(OTHER_ID))).toBe(false);
    expect(ports.socket.sent.get('tab')).toEqual([
      expect.objectContaining({ code: 'UNKNOWN_SESSION', session: OTHER_ID }),
    ]);
    expect(await send(to(ID))).toBe(true);
  });

  test('when it listens to too many sessions, until it leaves one', async () => {
    const { ports, send } = await start();
    for (let i = 1; i < 20; i++) await ports.connections.subscribe('tab', `session ${i}`);
    await ports.connections.subscribe('tab', OTHER_ID);

    expect(await send(to(ID))).toBe(false);
    expect(ports.socket.sent.get('tab')).toEqual([
      expect.objectContaining({ code: 'TOO_MANY_SESSIONS', session: ID }),
    ]);
    expect(await send(JSON.stringify({ action: 'unsubscribe', session: OTHER_ID }))).toBe(true);
    expect(await send(to(ID))).toBe(true);
  });

  test('when too many others listen to the session', async () => {
    const { ports, send } = await start();
    for (let i = 0; i < 50; i++) {
      await ports.connections.open(`other ${i}`);
      await ports.connections.subscribe(`other ${i}`, ID);
    }

    expect(await send(to(ID))).toBe(false);
    expect(ports.socket.sent.get('tab')).toEqual([
      expect.objectContaining({ code: 'TOO_MANY_LISTENERS', session: ID }),
    ]);
  });
});
