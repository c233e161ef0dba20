import { expect, test } from '@jest/globals';
import type { Metadata } from '@video-service/shared/metadata';
import { dies, dying } from '@video-service/shared/testing/dying';
import { indexVideo } from '../index-video/index-video.ts';
import { deleteEntry } from '../library/delete-entry.ts';
import { postingsOf } from '../library/postings.ts';
import { fakeLibrary } from '../testing/fake-library.ts';
import { fakeDeletions, fakeSessions } from '../testing/fake-stores.ts';
import { label } from '@video-service/shared/testing/example-metadata';
import { metadata } from '../testing/examples.ts';
import { reindex } from './reindex.ts';

const idOf = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

// As the first version wrote it, without revisions, cameras, recordings or previews.
const oldest = (number: number): Metadata => {
  const { gif, ...old } = metadata;
  return {
    ...old,
    ...(gif !== undefined && { gif }),
    id: idOf(number),
    video: `videos/${idOf(number)}/a.mp4`,
  };
};

const today = (number: number): Metadata => ({
  ...metadata,
  id: idOf(number),
  revision: (number % 3) + 1,
  video: `videos/garden/2026112${number % 10}_210305.mp4`,
  camera: 'garden',
  recorded: { at: `2026-11-0${(number % 9) + 1}T20:03:04.000Z`, offset: '+01:00', from: 'tag' },
  labels: [
    {
      frame: '0',
      time: 0,
      capture: `captures/${idOf(number)}/a-0.png`,
      labels: [label(number % 2 ? 'Dog' : 'Cat', 80)],
    },
  ],
});

/** An in-memory bucket and library in which every video of the bucket is listed. */
const bank = async () => {
  const bucket = new Map([1, 2, 3, 4, 5, 6].map((n) => [idOf(n), n < 3 ? oldest(n) : today(n)]));
  const kept = new Set([idOf(1), idOf(4)]);
  const ports = {
    library: fakeLibrary(),
    sessions: fakeSessions({ id: idOf(1), key: `videos/${idOf(1)}/a.mp4`, status: 1 }),
    deletions: fakeDeletions(),
    metadata: { read: async (id: string) => bucket.get(id) },
    facts: {
      ofRendered: async () => ({ uploadedAt: '2026-11-29T20:05:00.000Z' }),
      ofVideo: async (key: string) =>
        key.includes('gone') ? undefined : { uploadedAt: '2026-11-29T20:05:00.000Z' },
    },
    rendered: {
      async *list() {
        for (const id of [...bucket.keys()]) yield [{ id, kept: kept.has(id) }];
      },
    },
    zone: 'UTC',
  };
  for (const id of bucket.keys()) {
    await indexVideo(id, ports);
    await ports.library.keep(id, kept.has(id));
  }
  return { bucket, ports };
};

const scan = async ({ library }: Awaited<ReturnType<typeof bank>>['ports']) => ({
  entries: await library.list([...library.entries.keys()]),
  partitions: new Map([...library.partitions].filter(([, postings]) => postings.length > 0)),
  labels: await library.countLabels(),
});

const NEVER = new AbortController().signal;
const quietly = { signal: NEVER, onProgress: () => undefined };

test('a rebuild from scratch restores the library, old and new results, marks and all', async () => {
  const { ports } = await bank();
  const before = await scan(ports);
  const lost = { ...ports, library: fakeLibrary() };

  expect(await reindex(lost, quietly)).toEqual({ listed: 6, skipped: 0, removed: 0, failed: [] });

  expect(await scan(lost)).toEqual(before);
  expect(before.entries.get(idOf(4))?.kept).toBe(true);
  expect(before.entries.get(idOf(1))).toMatchObject({ door: 'page', revision: 1, kept: true });
});

test('a rebuild of a correct library changes nothing, however often it runs', async () => {
  const { ports } = await bank();
  const before = await scan(ports);

  await reindex(ports, quietly);
  await Promise.all([reindex(ports, quietly), reindex(ports, quietly)]);

  expect(await scan(ports)).toEqual(before);
});

test('a concurrent revision or deletion is not undone', async () => {
  const { bucket, ports } = await bank();
  const later = { ...today(5), revision: 9, video: 'videos/garden/later.mp4' };
  const read = async (id: string) => {
    const found = bucket.get(id);
    // Between reading and listing: 5 gets new results, 6 is deleted.
    if (id === idOf(5) && found?.revision !== 9) {
      bucket.set(id, later);
      await indexVideo(id, ports);
    }
    if (id === idOf(6)) await deleteEntry(id, ports.library);
    return found;
  };

  const { skipped } = await reindex({ ...ports, metadata: { read } }, quietly);

  expect(skipped).toBe(2);
  expect(ports.library.entries.get(idOf(5))).toMatchObject({ revision: 9, name: 'later.mp4' });
  expect(await ports.library.get(idOf(6))).toBe('deleted');
  expect([...ports.library.partitions.values()].flat().filter(({ id }) => id === idOf(6))).toEqual(
    [],
  );
});

test('a deleted video stays deleted even if its tombstone is lost with the library', async () => {
  const { ports } = await bank();
  await ports.deletions.bury(idOf(3), 'owner');
  const lost = { ...ports, library: fakeLibrary() };

  expect(await reindex(lost, quietly)).toMatchObject({ listed: 5, skipped: 1 });
  expect(lost.library.entries.has(idOf(3))).toBe(false);
});

test('entries of deleted videos are removed; a video in progress stays', async () => {
  const { bucket, ports } = await bank();
  const entry = ports.library.entries.get(idOf(6));
  if (!entry) throw new Error('The video is not listed');
  bucket.delete(idOf(6));
  for (const [number, key] of [
    [7, 'videos/garden/new.mp4'],
    [8, 'videos/garden/gone.mp4'],
  ] as const)
    await ports.library.put({ ...entry, id: idOf(number), revision: 0, state: 'processing', key });

  expect(await reindex(ports, quietly)).toMatchObject({ listed: 5, removed: 2 });

  expect([...ports.library.entries.keys()].toSorted()).toEqual([1, 2, 3, 4, 5, 7].map(idOf));
  expect([...ports.library.partitions.values()].flat().some(({ id }) => id === idOf(6))).toBe(
    false,
  );
});

test('an unreadable metadata.json is reported, and the others are listed', async () => {
  const { bucket, ports } = await bank();
  const error = new Error('not JSON');
  const read = async (id: string) => {
    if (id === idOf(2)) throw error;
    return bucket.get(id);
  };
  const lost = { ...ports, library: fakeLibrary(), metadata: { read } };

  expect(await reindex(lost, quietly)).toEqual({
    ...{ listed: 5, skipped: 0, removed: 0 },
    failed: [{ id: idOf(2), error }],
  });
});

test('a rebuild gives a library of an earlier version the postings by camera and label', async () => {
  const { ports } = await bank();
  const before = await scan(ports);
  const old = { ...ports, library: fakeLibrary({ isOld: true }) };
  for (const entry of ports.library.entries.values()) {
    await old.library.put(entry);
    await old.library.addPostings(postingsOf(entry).filter(({ stream }) => stream !== undefined));
  }
  const read = async (id: string) => {
    if (id === idOf(6)) throw new Error('not JSON');
    return ports.metadata.read(id);
  };
  const interrupted = AbortSignal.abort();

  await reindex(old, { ...quietly, signal: interrupted });
  expect(await old.library.hasCameraLabels()).toBe(false);
  await reindex({ ...old, metadata: { read } }, quietly);

  expect(await old.library.hasCameraLabels()).toBe(true);
  expect(await scan(old)).toEqual(before);
});

test('a rebuild in which a write failed does not pass for whole', async () => {
  const { ports } = await bank();
  const library = fakeLibrary({ isOld: true });
  const scanning = {
    ...library,
    async *scan() {
      yield [...ports.library.entries.values()].slice(0, 1);
    },
    remove: () => Promise.reject(new Error('throttled')),
  };
  const metadata = { read: async () => undefined };

  const { failed } = await reindex({ ...ports, library: scanning, metadata }, quietly);

  expect(failed).toHaveLength(1);
  expect(await library.hasCameraLabels()).toBe(false);
});

test('an interrupted rebuild stops after its current page, and the next one does the rest', async () => {
  const { ports } = await bank();
  const before = await scan(ports);
  const lost = { ...ports, library: fakeLibrary() };
  const controller = new AbortController();
  const onProgress = ({ listed }: { listed: number }) => {
    if (listed === 2) controller.abort();
  };

  expect(await reindex(lost, { signal: controller.signal, onProgress })).toMatchObject({
    listed: 2,
  });
  await reindex(lost, quietly);

  expect(await scan(lost)).toEqual(before);
});

test('repeating a rebuild that crashed at any call completes it', async () => {
  const { ports } = await bank();
  const before = await scan(ports);
  const stopAt = (last: number) => {
    const lost = { ...ports, library: fakeLibrary() };
    return {
      lost,
      run: reindex({ ...lost, library: dying(lost.library, last, 'after') }, quietly),
    };
  };
  for (let last = 1; last < 40; last += 3) {
    const { lost, run } = stopAt(last);
    await dies(run);
    await reindex(lost, quietly);
    expect(await scan(lost)).toEqual(before);
  }
});
