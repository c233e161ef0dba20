import { expect, test } from '@jest/globals';
import { dies, dying } from '@video-service/shared/testing/dying';
import { projectEntry } from '../library/project.ts';
import { ID, OTHER_ID } from '../testing/examples.ts';
import { fakeLibrary } from '../testing/fake-library.ts';
import { fakeSocket } from '../testing/fake-ports.ts';
import { fakeConnections, fakeDeletions, fakeSessions, fakeSteps } from '../testing/fake-stores.ts';
import { randomEntry, randomFrom } from '../testing/library-entries.ts';
import { forgetVideo, noteDeleted } from './forget-video.ts';

const NOON = Date.parse('2026-11-22T12:00:00.000Z');
const entryOf = (id: string) => ({ ...randomEntry(1, randomFrom(7)), id });

const bank = async () => {
  const sessions = fakeSessions(
    { id: ID, key: 'videos/a', status: 1 },
    { id: OTHER_ID, key: 'videos/b', status: 1 },
  );
  const ports = {
    ...{ sessions, deletions: fakeDeletions(sessions), library: fakeLibrary() },
    ...{ steps: fakeSteps(), connections: fakeConnections(), now: () => NOON },
    socket: fakeSocket('browser', 'library'),
  };
  await ports.connections.open('browser');
  await ports.connections.open('library', { isOwner: true });
  await ports.connections.subscribe('library', 'library');
  for (const id of [ID, OTHER_ID]) {
    await projectEntry(entryOf(id), ports.library);
    await ports.steps.record({ id, step: 'gif', gif: 'a.gif' });
    await ports.connections.subscribe('browser', id);
  }
  return ports;
};

const tracesOf = async (id: string, { sessions, library, steps, connections }: Bank) => ({
  session: sessions.rows.has(id),
  entry: library.entries.has(id),
  postings: [...library.partitions.values()].flat().filter((posting) => posting.id === id).length,
  steps: (await steps.list(id)).length,
  listeners: await connections.listeners(id),
});
type Bank = Awaited<ReturnType<typeof bank>>;

const NONE = { session: false, entry: false, postings: 0, steps: 0, listeners: [] };

test('forgetting a video leaves only tombstones, and does not affect other videos', async () => {
  const ports = await bank();
  const other = await tracesOf(OTHER_ID, ports);

  await forgetVideo({ id: ID, by: 'owner' }, ports);
  await forgetVideo({ id: ID, by: 'storage' }, ports);

  expect(await tracesOf(ID, ports)).toEqual(NONE);
  expect(await tracesOf(OTHER_ID, ports)).toEqual(other);
  expect(await ports.deletions.get(ID)).toMatchObject({
    by: 'owner',
    done: { 'upload-service': '2026-11-22T12:00:00.000Z' },
  });
  expect(await projectEntry(entryOf(ID), ports.library)).toBe('deleted');
});

test('subscribers of the video and of the library are notified', async () => {
  const ports = await bank();

  await forgetVideo({ id: ID, by: 'owner' }, ports);

  expect(Object.fromEntries(ports.socket.sent)).toEqual({
    browser: [{ session: ID, step: 'deleted' }],
    library: [{ session: 'library', step: 'changed', id: ID, state: 'deleted' }],
  });
});

test('repeating a run that crashed at any call completes it', async () => {
  for (const death of ['before', 'after'] as const)
    for (let last = 1; ; last += 1) {
      const ports = await bank();
      const order = { id: ID, by: 'owner' } as const;
      if (!(await dies(forgetVideo(order, dying(ports, last, death))))) break;
      await forgetVideo(order, ports);
      expect(await tracesOf(ID, ports)).toEqual(NONE);
    }
});

const MINUTE_MS = 60_000;
const confirmed = (minutesAgo: number) => ({
  kind: 'deleted' as const,
  id: ID,
  service: 'video-service' as const,
  at: new Date(NOON - minutesAgo * MINUTE_MS).toISOString(),
});

test('what a crashed run announced is removed once no run can be left, whichever message comes last', async () => {
  const entry = { ...entryOf(ID), revision: 9 };
  const order = { id: ID, by: 'owner' } as const;
  const crashed = async () => {
    const ports = await bank();
    await dies(projectEntry(entry, dying(ports.library, 2, 'after')));
    return ports;
  };

  const early = await crashed();
  await forgetVideo(order, early);
  await noteDeleted(confirmed(5), early);
  expect(await early.library.leftOf(ID)).toEqual([entry]);

  const confirmedLast = await crashed();
  await forgetVideo(order, confirmedLast);
  await noteDeleted(confirmed(6), confirmedLast);
  expect(await confirmedLast.library.leftOf(ID)).toEqual([]);

  const orderedLast = await crashed();
  await noteDeleted(confirmed(6), orderedLast);
  await forgetVideo(order, orderedLast);
  expect(await orderedLast.library.leftOf(ID)).toEqual([]);
});
