import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import * as v from 'valibot';
import { fakeLibrary } from '../testing/fake-library.ts';
import { randomEntry, randomFrom } from '../testing/library-entries.ts';
import { deleteEntry } from './delete-entry.ts';
import type { LibraryEntry } from '#api/library-entry';
import { Posting, postingsOf } from './postings.ts';
import { projectEntry } from './project.ts';
import { searchLibrary } from './search.ts';
import type { VideoQuery } from '#api/video-query';

const libraryOf = async (entries: LibraryEntry[]) => {
  const library = fakeLibrary();
  for (const entry of entries) await projectEntry(entry, library);
  return library;
};

/** As versions without postings by camera and label have written it. */
const oldLibraryOf = async (entries: LibraryEntry[]) => {
  const library = fakeLibrary({ isOld: true });
  for (const entry of entries) {
    await library.put(entry);
    await library.addPostings(oldPostingsOf(entry));
  }
  return library;
};

const oldPostingsOf = (entry: LibraryEntry) =>
  postingsOf(entry).flatMap(({ stream, partition, posting }) =>
    stream === undefined ? [] : [{ stream, partition, posting: v.parse(OldPosting, posting) }],
  );
const OldPosting = v.omit(Posting, ['shownWith']);

const everything = async (
  query: VideoQuery,
  library: ReturnType<typeof fakeLibrary>,
  limit = 7,
) => {
  const found: { id: string; frames: string[] }[] = [];
  let before: string | undefined;
  do {
    const page = await searchLibrary({ query, limit, before }, library);
    expect(page.matches.length).toBeLessThanOrEqual(limit);
    found.push(
      ...page.matches.map(({ entry, moments }) => ({
        id: entry.id,
        frames: moments.map(({ frame }) => frame),
      })),
    );
    ({ before } = page);
  } while (before !== undefined);
  return found;
};

/** The same by brute force: every entry, every condition, implemented independently. */
const byBruteForce = (query: VideoQuery, entries: LibraryEntry[]) => {
  const shown = entries.flatMap((entry) => {
    const { at, offset } = entry.recorded;
    const [hours = 0, minutes = 0] = offset.split(':').map(Number);
    const east = hours * 60 + (offset.startsWith('-') ? -minutes : minutes);
    const local = new Date(Date.parse(at) + east * 60_000);
    const day = local.toISOString().split('T')[0] ?? '';
    const { from = '0000', to = '9999', hours: asked = { from: 0, to: 24 } } = query;
    const inHours = Array.from({ length: 24 }, (_, hour) => hour).filter((hour) =>
      asked.from < asked.to
        ? asked.from <= hour && hour < asked.to
        : !(asked.to <= hour && hour < asked.from),
    );
    const frames = entry.captures.filter((_, index) =>
      query.labels.every((label) =>
        entry.labels.some(({ name, captures }) => name === label && captures.includes(index)),
      ),
    );
    const isShown =
      day >= from &&
      day <= to &&
      inHours.includes(local.getUTCHours()) &&
      (!query.camera || query.camera === entry.camera) &&
      (!query.door || query.door === entry.door) &&
      (!query.state || query.state === entry.state) &&
      (query.text === undefined || entry.name.includes(query.text)) &&
      (query.labels.length === 0 || frames.length > 0);
    return isShown ? [{ entry, frames: query.labels.length === 0 ? [] : frames }] : [];
  });
  return shown
    .toSorted((one, other) => {
      const [a, b] = [one.entry, other.entry].map(({ recorded, id }) => recorded.at + id);
      return (a ?? '') < (b ?? '') ? 1 : -1;
    })
    .map(({ entry, frames }) => ({ id: entry.id, frames: frames.map(({ frame }) => frame) }));
};

const idOf = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

/** All of them in every capture. */
const withLabels = (entry: LibraryEntry, names: string[]): LibraryEntry => ({
  ...entry,
  labels: names.map((name) => ({ name, captures: entry.captures.map((_, index) => index) })),
});

const random = randomFrom(7);
const entries = Array.from({ length: 3000 }, (_, number) => randomEntry(number, random));

const Day = fc
  .date({ min: new Date('2024-12-25'), max: new Date('2026-01-05'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const Hour = fc.integer({ min: 0, max: 23 });
const Query = fc.record(
  {
    labels: fc.subarray(['Person', 'Dog', 'Car', 'Nothing of the kind'], { maxLength: 3 }),
    camera: fc.constantFrom('garden', 'front door', 'nowhere'),
    door: fc.constantFrom('page', 'camera', 'messenger'),
    state: fc.constantFrom('ready', 'failed', 'processing'),
    from: Day,
    to: Day,
    hours: fc.record({ from: Hour, to: Hour }),
    text: fc.constantFrom('9', 'clip-1', '.mp4', 'none'),
  },
  { requiredKeys: ['labels'] },
);

test('a search finds exactly what reading every entry finds, page by page', async () => {
  const library = await libraryOf(entries);
  await fc.assert(
    fc.asyncProperty(Query, async (query) => {
      expect(await everything(query as VideoQuery, library)).toEqual(byBruteForce(query, entries));
    }),
    { numRuns: 150 },
  );
});

test('a library of an earlier version is searched as well, with new videos in it, and rebuilt', async () => {
  const library = await oldLibraryOf(entries.slice(0, 1500));
  for (const entry of entries.slice(1500)) await projectEntry(entry, library);
  const findsEverything = fc.asyncProperty(Query, async (query) => {
    expect(await everything(query as VideoQuery, library)).toEqual(byBruteForce(query, entries));
  });

  await fc.assert(findsEverything, { numRuns: 50 });
  for (const entry of entries) await projectEntry(entry, library);
  await library.noteCameraLabels();
  await fc.assert(findsEverything, { numRuns: 50 });
});

test('of several labels, the rarest is read, and its postings tell of the others', async () => {
  const library = await libraryOf(entries.map((entry) => withLabels(entry, ['Person', 'Plant'])));
  for (const entry of entries.slice(0, 5))
    await projectEntry(
      { ...withLabels(entry, ['Person', 'Plant', 'Zebra']), revision: 2 },
      library,
    );
  const reads = { postings: 0, entries: 0 };
  const counting = {
    ...library,
    range: async (...of: Parameters<typeof library.range>) => {
      const found = await library.range(...of);
      reads.postings += found.length;
      return found;
    },
    list: async (ids: string[]) => {
      reads.entries += ids.length;
      return library.list(ids);
    },
  };
  const labels = ['Person', 'Zebra', 'Plant'];

  expect(await searchLibrary({ query: { labels }, limit: 50 }, counting)).toMatchObject({
    matches: { length: 5 },
  });
  expect(reads.entries).toBe(5);
  expect(reads.postings).toBeLessThan(200);
});

test('a label that contains the marks of a partition stands for itself alone', async () => {
  const odd = { ...entries[0], ...{ camera: 'a","b', id: idOf(1) } } as LibraryEntry;
  const library = await libraryOf([
    withLabels(odd, ['c']),
    withLabels({ ...odd, camera: 'a', id: idOf(2) }, ['b","c']),
  ]);
  const found = (camera: string, label: string) => everything({ camera, labels: [label] }, library);

  expect((await found('a","b', 'c')).map(({ id }) => id)).toEqual([idOf(1)]);
  expect((await found('a', 'b","c')).map(({ id }) => id)).toEqual([idOf(2)]);
  expect(await found('a', 'c')).toEqual([]);
});

test('person and dog in one picture, 22 to 6, camera garden', async () => {
  const library = await libraryOf(entries);
  const query = { labels: ['Person', 'Dog'], camera: 'garden', hours: { from: 22, to: 6 } };

  const found = await everything(query, library);

  expect(found).toEqual(byBruteForce(query, entries));
  expect(found.length).toBeGreaterThan(0);
});

test('deleted videos, outdated revisions and changed times are not found', async () => {
  const library = await libraryOf(entries);
  const changed = entries.slice(0, 2000).map((entry, index) => ({
    ...randomEntry(index, random),
    id: entry.id,
    revision: 2,
  }));
  for (const entry of changed) await projectEntry(entry, library);
  for (const entry of entries.slice(0, 2000)) await projectEntry(entry, library);
  for (const { id } of changed.slice(0, 1000)) await deleteEntry(id, library);
  for (const entry of changed.slice(0, 1000)) await projectEntry(entry, library);
  const left = [...changed.slice(1000), ...entries.slice(2000)];

  for (const labels of [[], ['Person'], ['Person', 'Car']])
    expect(await everything({ labels }, library, 50)).toEqual(byBruteForce({ labels }, left));
  expect([...library.partitions.values()].flat()).toHaveLength(
    (await libraryOf(left)).partitions.values().reduce((sum, { length }) => sum + length, 0),
  );
});

test('a search with few matches returns after a number of postings, and continues from there', async () => {
  const library = await libraryOf(
    Array.from({ length: 7000 }, (_, number) => ({ ...randomEntry(number, random), labels: [] })),
  );
  const pages: number[] = [];
  let before: string | undefined;
  do {
    const page = await searchLibrary(
      { query: { labels: [], text: 'clip-6999' }, limit: 5, before },
      library,
    );
    pages.push(page.matches.length);
    ({ before } = page);
  } while (before !== undefined);

  expect(pages).toHaveLength(3);
  expect(pages.reduce((sum, length) => sum + length, 0)).toBe(1);
});
