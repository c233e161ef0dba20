import { expect, test } from '@jest/globals';
import type { Deletion } from '@video-service/shared/deletions';
import { dies, dying } from '@video-service/shared/testing/dying';
import { deleteEntry } from '../library/delete-entry.ts';
import { projectEntry } from '../library/project.ts';
import { ID, OTHER_ID } from '../testing/examples.ts';
import { fakeLibrary } from '../testing/fake-library.ts';
import { fakeDeletions, fakeSessions } from '../testing/fake-stores.ts';
import { randomEntry, randomFrom } from '../testing/library-entries.ts';
import { deleteVideo } from './delete-video.ts';
import { receiptOf } from './receipt.ts';

const KEY = `videos/${ID}/clip.mp4`;

const bank = async () => {
  const sessions = fakeSessions({ id: ID, key: KEY, status: 1 });
  const library = fakeLibrary();
  const fromCamera = { ...randomEntry(1, randomFrom(1)), id: OTHER_ID, key: 'videos/garden/a.mp4' };
  await projectEntry(fromCamera, library);
  const ordered: Deletion[] = [];
  const order = async (deletion: Deletion) => void ordered.push(deletion);
  return { sessions, library, ordered, order, deletions: fakeDeletions(sessions) };
};

test('the owner can delete any video, and it is gone at once', async () => {
  const ports = await bank();

  expect(await deleteVideo({ id: ID, by: 'owner' }, ports)).toBe('ordered');
  expect(await deleteVideo({ id: OTHER_ID, by: 'owner' }, ports)).toBe('ordered');

  expect(ports.ordered).toEqual([
    { kind: 'delete', id: ID, key: KEY, by: 'owner' },
    { kind: 'delete', id: OTHER_ID, key: 'videos/garden/a.mp4', by: 'owner' },
  ]);
  expect(ports.sessions.rows.size).toBe(0);
});

test('other uploaders can delete only videos sent through the page, by id', async () => {
  const ports = await bank();

  expect(await deleteVideo({ id: OTHER_ID, by: 'sender' }, ports)).toBe('unknown');
  expect(await deleteVideo({ id: ID, by: 'sender' }, ports)).toBe('ordered');

  expect(ports.ordered).toEqual([{ kind: 'delete', id: ID, key: KEY, by: 'sender' }]);
});

test('deleting again works as the first time, and an unknown video is not found', async () => {
  const ports = await bank();
  await deleteVideo({ id: ID, by: 'owner' }, ports);
  await deleteEntry(OTHER_ID, ports.library);

  expect(await deleteVideo({ id: ID, by: 'sender' }, ports)).toBe('ordered');
  expect(await deleteVideo({ id: OTHER_ID, by: 'owner' }, ports)).toBe('ordered');
  expect(await deleteVideo({ id: KEY, by: 'owner' }, ports)).toBe('unknown');

  expect(ports.ordered.slice(1)).toEqual([
    { kind: 'delete', id: ID, by: 'sender' },
    { kind: 'delete', id: OTHER_ID, by: 'owner' },
  ]);
});

test('a video counts as deleted only after its deletion was requested', async () => {
  for (const death of ['before', 'after'] as const)
    for (let last = 1; ; last += 1) {
      const ports = await bank();
      if (!(await dies(deleteVideo({ id: ID, by: 'owner' }, dying(ports, last, death))))) break;
      expect(ports.ordered.length > 0 || ports.sessions.rows.has(ID)).toBe(true);
      await deleteVideo({ id: ID, by: 'owner' }, ports);
      expect(ports.ordered.at(-1)).toMatchObject({ kind: 'delete', id: ID });
    }
});

test('a receipt is complete when every service holds nothing of the video', async () => {
  const { deletions } = await bank();
  await deletions.bury(ID, 'owner');
  await deletions.note(ID, 'video-service', '2026-11-22T12:00:01.000Z');
  await deletions.note(ID, 'upload-service', '2026-11-22T12:00:02.000Z');
  const receipt = async () => receiptOf(ID, (await deletions.get(ID)) ?? { done: {} });

  expect(await receipt()).toMatchObject({
    ...{ id: ID, at: '2026-11-22T12:00:00.000Z', by: 'owner', done: false },
    removed: [
      { service: 'video-service', at: '2026-11-22T12:00:01.000Z' },
      { service: 'upload-service', at: '2026-11-22T12:00:02.000Z' },
      { service: 'facebook-service' },
    ],
  });
  await deletions.note(ID, 'facebook-service', '2026-11-22T12:00:03.000Z');
  expect((await receipt()).done).toBe(true);
});
