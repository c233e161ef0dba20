import { expect, test } from '@jest/globals';
import { ID } from '../testing/examples.ts';
import { fakeSocket } from '../testing/fake-ports.ts';
import { fakeConnections } from '../testing/fake-stores.ts';
import { tellOfEntry } from './tell-of-entry.ts';

const heardOf = async (door: 'page' | 'messenger' | 'camera') => {
  const ports = { connections: fakeConnections(), socket: fakeSocket('follower', 'library') };
  for (const [connection, topic] of [
    ['follower', ID],
    ['library', 'library'],
  ] as const) {
    await ports.connections.open(connection);
    await ports.connections.subscribe(connection, topic);
  }
  await tellOfEntry({ id: ID, door, state: 'ready' }, ports);
  return Object.fromEntries(ports.socket.sent);
};

const CHANGED = { session: 'library', step: 'changed', id: ID, state: 'ready' };

test('subscribers of a camera’s or Messenger’s video learn that it is done', async () => {
  const heard = { follower: [{ session: ID, step: 'done' }], library: [CHANGED] };

  expect(await heardOf('camera')).toEqual(heard);
  expect(await heardOf('messenger')).toEqual(heard);
});

test('subscribers of a page’s video learn it once, when its session closes', async () => {
  expect(await heardOf('page')).toEqual({ follower: [], library: [CHANGED] });
});
