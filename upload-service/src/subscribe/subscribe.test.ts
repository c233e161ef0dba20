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

test('subscribing adds the connection to the session', async () => {
  const { ports, send } = await start();

  expect(await send(to(ID.toUpperCase()))).toBe(true);
  expect(await ports.connections.listeners(ID)).toEqual(['tab']);
});

test('the owner can subscribe to every video and to the library; nobody else can', async () => {
  const { ports, send } = await start();

  for (const topic of [OTHER_ID, 'library']) {
    expect(await send(to(topic))).toBe(false);
    expect(await send(to(topic), 'owner')).toBe(true);
    expect(await ports.connections.listeners(topic)).toEqual(['owner']);
  }
});

test('nobody can subscribe to a deleted video, even one deleted at that moment', async () => {
  const { ports, send } = await start();
  await ports.deletions.bury(OTHER_ID, 'owner');
  expect(await send(to(OTHER_ID), 'owner')).toBe(false);

  await ports.deletions.bury(ID, 'owner');
  expect(await send(to(ID))).toBe(false);

  expect(await ports.connections.listeners(OTHER_ID)).toEqual([]);
  expect(await ports.connections.listeners(ID)).toEqual([]);
});

describe('the connection gets the reason and is closed', () => {
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

describe('the connection gets the reason and stays open', () => {
  test('when the session does not exist', async () => {
    const { ports, send } = await start();

    expect(await send(to(OTHER_ID))).toBe(false);
    expect(ports.socket.sent.get('tab')).toEqual([
      expect.objectContaining({ code: 'UNKNOWN_SESSION', session: OTHER_ID }),
    ]);
    expect(await send(to(ID))).toBe(true);
  });

  test('when it has too many subscriptions, until it ends one', async () => {
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

  test('when the session has too many subscribers', async () => {
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
