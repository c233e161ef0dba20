import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { startDynamoDb } from '@video-service/shared/testing/dynamodb';
import { tableOf } from '../testing/tables.ts';
import { createSessionStore } from './session-store.ts';
import { createTombstoneStore, VideoDeleted } from './tombstone-store.ts';

const NOON = Date.parse('2026-11-22T12:00:00.000Z');
const NINETY_DAYS = 90 * 24 * 3600;
let db: Awaited<ReturnType<typeof startDynamoDb>>;

beforeAll(async () => {
  db = await startDynamoDb(await tableOf('SessionTable'));
});
afterAll(() => db.stop());

const stores = (now = NOON) => ({
  sessions: createSessionStore(db.db, 'SessionTable', () => now),
  tombstones: createTombstoneStore(db.db, 'SessionTable', () => now),
});
const videoAt = (key: string) => ({ id: randomUUID(), bucket: 'source', key, size: 7 });
const rowOf = async (id: string) => {
  const { Item } = await db.db.send(new GetCommand({ TableName: 'SessionTable', Key: { id } }));
  return Item;
};
const freshBefore = async (before: number) => {
  const ids: string[] = [];
  for await (const id of stores().tombstones.listFresh(before)) ids.push(id);
  return ids;
};

test('a deleted session is gone for every step, and cannot be opened, restarted or changed', async () => {
  const { sessions, tombstones } = stores();
  const video = { ...videoAt('videos/garden/empty.mp4'), size: 0 };
  const session = await sessions.open(video);

  expect(await tombstones.bury(video.id)).toMatchObject({ source: { key: video.key } });

  expect(await sessions.get(video.id)).toBeUndefined();
  await expect(sessions.open(video)).rejects.toThrow(VideoDeleted);
  expect(await sessions.restart({ ...video, size: 7 })).toBe(false);
  expect(await sessions.addGif(video.id, 'a.gif', {})).toBe(false);
  expect(await sessions.close(session, 1)).toBe(false);
  expect(await sessions.addRelabelled(video.id)).toBe(false);
  expect(await tombstones.get(video.id)).toMatchObject({ source: { key: video.key } });
});

test('a video can be deleted before it arrives', async () => {
  const { sessions, tombstones } = stores();
  const video = videoAt('videos/garden/late.mp4');

  await tombstones.bury(video.id, video.key);

  await expect(sessions.open(video)).rejects.toThrow(VideoDeleted);
  expect(await tombstones.get(video.id)).toEqual({
    ...{ id: video.id, deleted: true, createdAt: new Date(NOON).toISOString() },
    source: { key: video.key },
  });
});

test('a settled tombstone has only the id, for ninety days', async () => {
  const { sessions, tombstones } = stores();
  const video = videoAt('videos/garden/secret name.mp4');
  await sessions.open(video);
  const tombstone = await tombstones.bury(video.id);
  expect(await freshBefore(NOON + 1)).toContain(video.id);
  expect(await freshBefore(NOON)).not.toContain(video.id);

  await tombstones.settle(tombstone);

  const expiresAt = NOON / 1000 + NINETY_DAYS;
  expect(await rowOf(video.id)).toEqual({ id: video.id, deleted: true, expiresAt });
  expect(await rowOf(`key|${video.key}`)).toBeUndefined();
  expect(await freshBefore(NOON + 1)).not.toContain(video.id);
  await expect(sessions.open(video)).rejects.toThrow(VideoDeleted);
});

test('a key leads to all its sessions, without deleted ones', async () => {
  const { sessions, tombstones } = stores();
  const [one, other] = [videoAt('videos/shed/same.mp4'), videoAt('videos/shed/same.mp4')];
  await sessions.open(one);
  await sessions.open(other);
  expect((await tombstones.sessionsOf(one.key)).sort()).toEqual([one.id, other.id].sort());

  await tombstones.settle(await tombstones.bury(one.id));
  await tombstones.settle(await tombstones.bury(one.id, one.key));

  expect(await tombstones.sessionsOf(one.key)).toEqual([other.id]);
  const own = randomUUID();
  expect(await tombstones.sessionsOf(`videos/${own}/clip.mp4`)).toEqual([own]);
  expect(await tombstones.sessionsOf('videos/nothing.mp4')).toEqual([]);
});
