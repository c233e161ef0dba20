import { expect, test } from '@jest/globals';
import type { Deleted, Deletion } from '@video-service/shared/deletions';
import { dies, dying } from '@video-service/shared/testing/dying';
import { createCaptures } from '../create-captures/create-captures.ts';
import { createGif } from '../create-gif/create-gif.ts';
import { createSession } from '../create-session/create-session.ts';
import { recordFailure } from '../record-failure/record-failure.ts';
import { settleSession } from '../status/settle-session.ts';
import { captureOf, GIF, ID, METADATA, video } from '../testing/example.ts';
import { fakeBucket } from '../testing/fake-bucket.ts';
import { fakePorts } from '../testing/fake-ports.ts';
import { fakeTombstoneStore } from '../testing/fake-tombstone-store.ts';
import { deleteVideo, sweepTombstones } from './delete-video.ts';
import { followRemoval } from './follow-removal.ts';

const OTHER = 'videos/another.mp4';
const OTHER_ID = '0b8f1c54-6f0b-4d6e-9f6a-1d5c1c0a7e11';
const order: Deletion = { kind: 'delete', id: ID, key: video.key, by: 'owner' };

const rendered = async () => {
  const steps = fakePorts();
  await createSession(video, steps);
  await createGif(video, steps);
  await createCaptures(video, steps);
  const told: Deleted[] = [];
  const ordered: Deletion[] = [];
  const ports = {
    sessions: steps.sessions,
    tombstones: fakeTombstoneStore(steps.sessions, steps.now),
    labels: steps.labels,
    source: fakeBucket(
      video.key,
      captureOf('0'),
      captureOf('500'),
      OTHER,
      `captures/${OTHER_ID}/x`,
    ),
    renders: fakeBucket(GIF, METADATA, `${OTHER_ID}/metadata.json`),
    tell: async (deleted: Deleted) => void told.push(deleted),
    order: async (deletion: Deletion) => void ordered.push(deletion),
    now: steps.now,
  };
  return { ...ports, steps, told, ordered };
};

const tracesOf = ({ source, renders, labels, sessions }: Awaited<ReturnType<typeof rendered>>) => ({
  source: [...source.objects.keys()],
  renders: [...renders.objects.keys()],
  labels: [...labels.rows.keys()],
  sessions: [...sessions.rows.keys()],
});
const NONE = {
  source: [OTHER, `captures/${OTHER_ID}/x`],
  renders: [`${OTHER_ID}/metadata.json`],
  labels: [],
  sessions: [],
};

const unreported = (_: string, error: unknown) => {
  throw error;
};

test('a deleted video leaves nothing in buckets and tables, and other videos are unaffected', async () => {
  const ports = await rendered();

  await deleteVideo(order, ports);

  expect(tracesOf(ports)).toEqual(NONE);
  expect(ports.told).toEqual([
    { kind: 'deleted', id: ID, service: 'video-service', at: '2026-11-22T12:00:00.000Z' },
  ]);
});

test('deleting a video twice, or without its key, is the same as once', async () => {
  const ports = await rendered();

  await deleteVideo({ id: ID }, ports);
  await deleteVideo(order, ports);

  expect(tracesOf(ports)).toEqual(NONE);
});

test('repeating a deletion that crashed at any call completes it', async () => {
  let deaths = 0;
  for (const death of ['before', 'after'] as const)
    for (let last = 1; ; last += 1) {
      const ports = await rendered();
      if (!(await dies(deleteVideo(order, dying(ports, last, death))))) break;
      deaths += 1;
      await deleteVideo(order, ports);
      expect(tracesOf(ports)).toEqual(NONE);
    }
  expect(deaths).toBeGreaterThanOrEqual(16);
});

test('no step restores a deleted video, and an object that arrives late is deleted', async () => {
  const ports = await rendered();
  const { steps } = ports;
  await deleteVideo(order, ports);
  const before = steps.published.length;

  expect(await createSession(video, steps)).toBe('video was deleted');
  expect(await createGif(video, steps)).toBe('session is closed');
  expect(await createCaptures(video, steps)).toBe('session is closed');
  expect(await settleSession(ID, steps)).toBe('session is closed');
  await recordFailure({ step: 'create-session', video }, steps);

  expect(steps.published).toHaveLength(before);
  expect(steps.ordered).toEqual([{ ...order, by: 'storage' }]);
  expect(tracesOf(ports)).toEqual(NONE);
});

test('the sweep deletes what a running step has left, once none can be running', async () => {
  const ports = await rendered();
  await deleteVideo(order, ports);
  ports.renders.objects.set(GIF, '"late"');
  ports.source.objects.set(captureOf('900'), '"late"');
  await ports.labels.add(ID, { frame: '900', time: 0.9, kind: 'keyframe' });

  ports.steps.pass(15 * 60);
  await sweepTombstones(ports, unreported);
  expect(ports.renders.objects.has(GIF)).toBe(true);
  ports.steps.pass(2 * 60);
  await sweepTombstones(ports, unreported);

  expect(tracesOf(ports)).toEqual(NONE);
  expect(ports.sessions.buried.get(ID)).toEqual({ id: ID, deleted: true });
  expect([...ports.tombstones.fresh]).toEqual([]);
  expect(ports.told.map(({ at }) => at)).toEqual([
    '2026-11-22T12:00:00.000Z',
    '2026-11-22T12:17:00.000Z',
  ]);
});

test('a tombstone that cannot be swept is reported and does not block others', async () => {
  const ports = await rendered();
  await deleteVideo(order, ports);
  await deleteVideo({ id: OTHER_ID }, ports);
  ports.steps.pass(3600);
  const failure = new Error('throttled');
  const labels = {
    deleteAll: async (id: string) => {
      if (id === ID) throw failure;
    },
  };
  const reported: unknown[] = [];

  await sweepTombstones({ ...ports, labels }, (...report) => reported.push(report));

  expect(reported).toEqual([[ID, failure]]);
  expect([...ports.tombstones.fresh.keys()]).toEqual([ID]);
});

test('deleting an older video keeps a newer one at the same key', async () => {
  const ports = await rendered();
  await ports.steps.sessions.open({ ...video, id: OTHER_ID, etag: '"of another"' });

  await deleteVideo(order, ports);

  expect(ports.source.objects.has(video.key)).toBe(true);
  expect(ports.sessions.rows.has(OTHER_ID)).toBe(true);
});

test('a video whose object was removed in S3 is deleted, and our own removals are ignored', async () => {
  const ports = await rendered();
  ports.source.objects.delete(video.key);

  expect(await followRemoval(video.key, ports)).toBe(1);
  expect(ports.ordered).toEqual([{ ...order, by: 'storage' }]);
  await deleteVideo(order, ports);

  expect(await followRemoval(video.key, ports)).toBe(0);
});

test('removing the newer of two videos at a key keeps the results of the older one', async () => {
  const ports = await rendered();
  ports.steps.pass(60);
  const newer = { ...video, id: OTHER_ID, etag: '"of another"' };
  await ports.steps.sessions.open(newer);
  ports.source.objects.delete(video.key);

  expect(await followRemoval(video.key, ports)).toBe(1);
  expect(ports.ordered).toEqual([{ ...order, id: OTHER_ID, by: 'storage' }]);
  await deleteVideo({ id: OTHER_ID, key: video.key }, ports);

  expect(await followRemoval(video.key, ports)).toBe(0);
});

test('a video at the key that has no session yet survives the deletion of the older one', async () => {
  const ports = await rendered();
  const { sessions, source } = ports;
  const session = await sessions.get(ID);
  if (session) sessions.rows.set(ID, { ...session, source: { ...session.source, etag: '"old"' } });
  source.objects.set(video.key, '"of another"');

  await deleteVideo(order, ports);

  expect(ports.source.objects.get(video.key)).toBe('"of another"');
});

test('a notification of a removal that arrives after a new upload deletes nothing', async () => {
  const ports = await rendered();

  expect(await followRemoval(video.key, ports)).toBe(0);
  expect(await followRemoval(`videos/${ID}/clip.mp4`, ports)).toBe(0);
  expect(ports.ordered).toEqual([]);
});
