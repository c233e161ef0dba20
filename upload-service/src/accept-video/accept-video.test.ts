import { expect, test } from '@jest/globals';
import { dies, dying } from '@video-service/shared/testing/dying';
import { deleteEntry } from '../library/delete-entry.ts';
import { projectEntry } from '../library/project.ts';
import { ID, OTHER_ID } from '../testing/examples.ts';
import { fakeLibrary } from '../testing/fake-library.ts';
import { fakeSocket } from '../testing/fake-ports.ts';
import { fakeConnections, fakeSessions } from '../testing/fake-stores.ts';
import type { UploadFacts } from '../stores/upload-facts.ts';
import { acceptVideo } from './accept-video.ts';

const KEY = 'videos/garden/20261122_210305.mp4';
const FACTS: UploadFacts = { uploadedAt: '2026-11-22T20:05:00.000Z' };

const bank = async (facts: UploadFacts | undefined = FACTS) => {
  const ports = {
    library: fakeLibrary(),
    sessions: fakeSessions({ id: OTHER_ID, key: `videos/${OTHER_ID}/clip.mp4`, status: 0 }),
    connections: fakeConnections(),
    socket: fakeSocket('owner'),
    facts: { ofVideo: async () => facts },
    zone: 'Europe/Berlin',
  };
  await ports.connections.open('owner', { isOwner: true });
  await ports.connections.subscribe('owner', 'library');
  return ports;
};

const processing = {
  id: ID,
  revision: 0,
  state: 'processing',
  door: 'camera',
  key: KEY,
  name: '20261122_210305.mp4',
  camera: 'garden',
  recorded: { at: '2026-11-22T20:03:05.000Z', offset: '+01:00', from: 'name' },
  uploadedAt: '2026-11-22T20:05:00.000Z',
  captures: [],
  labels: [],
  previews: {},
} as const;

test('a camera’s video is listed as soon as rendering begins, and the owner’s pages are notified', async () => {
  const ports = await bank();

  expect(await acceptVideo({ id: ID, key: KEY }, ports)).toBe('listed');
  expect(await acceptVideo({ id: ID, key: KEY }, ports)).toBe('listed');

  expect([...ports.library.entries.values()]).toEqual([processing]);
  expect(ports.socket.sent.get('owner')?.[0]).toEqual({
    ...{ session: 'library', step: 'changed', id: ID, state: 'processing' },
  });
});

test('each video is listed with its door', async () => {
  const ports = await bank();
  const doorOf = async (id: string, itsBank = ports) => {
    await acceptVideo({ id, key: `videos/${id}/clip.mp4` }, itsBank);
    return itsBank.library.entries.get(id)?.door;
  };

  expect(await doorOf(OTHER_ID)).toBe('page');
  expect(await doorOf(ID)).toBe('messenger');
  expect(await doorOf(ID, await bank({ ...FACTS, door: 'page' }))).toBe('page');
});

test('existing results stay when the notification of the start arrives late', async () => {
  const ports = await bank();
  await projectEntry(
    { ...processing, revision: 1, state: 'ready', captures: [], labels: [] },
    ports.library,
  );

  expect(await acceptVideo({ id: ID, key: KEY }, ports)).toBe('outdated');

  expect(ports.library.entries.get(ID)?.state).toBe('ready');
  expect(ports.socket.sent.get('owner')).toEqual([]);
});

test('a video that was deleted or whose object is gone is not listed', async () => {
  const ports = await bank();
  await deleteEntry(ID, ports.library);

  expect(await acceptVideo({ id: ID, key: KEY }, ports)).toBe('deleted');
  expect(
    await acceptVideo(
      { id: ID, key: KEY },
      { ...(await bank()), facts: { ofVideo: async () => undefined } },
    ),
  ).toBe('gone');
  expect(ports.library.entries.size).toBe(0);
});

test('repeating a run that crashed at any call completes it', async () => {
  for (const death of ['before', 'after'] as const)
    for (let last = 1; ; last += 1) {
      const ports = await bank();
      const video = { id: ID, key: KEY };
      if (!(await dies(acceptVideo(video, dying(ports, last, death))))) break;
      await acceptVideo(video, ports);
      expect([...ports.library.entries.values()]).toEqual([processing]);
      expect(ports.socket.sent.get('owner')?.length).toBeGreaterThan(0);
    }
});
