import { describe, expect, test } from '@jest/globals';
import { dies, dying } from '@video-service/shared/testing/dying';
import { deleteEntry } from '../library/delete-entry.ts';
import type { LibraryEntry } from '#api/library-entry';
import { projectEntry } from '../library/project.ts';
import { fakeLibrary } from '../testing/fake-library.ts';
import { fakeMarks } from '../testing/fake-stores.ts';
import { randomEntry, randomFrom } from '../testing/library-entries.ts';
import { applyRetention } from './apply-retention.ts';

const NOW = Date.parse('2026-11-22T12:00:00.000Z');
const DAY_MS = 86_400_000;
const FOREVER = { days: 0, byCamera: new Map() };

const daysAgo = (days: number) => new Date(NOW - days * DAY_MS).toISOString();

type Video = { recorded: number; uploaded?: number; camera?: string };

const entryOf = (
  number: number,
  { recorded, uploaded = recorded, camera }: Video,
): LibraryEntry => {
  const entry = { ...randomEntry(number, randomFrom(number)) };
  delete entry.camera;
  return {
    ...entry,
    ...(camera !== undefined && { camera }),
    recorded: { at: daysAgo(recorded), offset: '+01:00', from: 'name' },
    uploadedAt: daysAgo(uploaded),
  };
};

/** A bank of videos, by the numbers of their ids; a deletion takes effect at once. */
const bank = async (videos: Record<number, Video>) => {
  const library = fakeLibrary();
  for (const [number, video] of Object.entries(videos))
    await projectEntry(entryOf(Number(number), video), library);
  const removed: string[] = [];
  const remove = async (id: string) => {
    removed.push(id);
    await deleteEntry(id, library);
  };
  const ports = { library, marks: fakeMarks(), remove, hasTime: () => true, now: () => NOW };
  return { ...ports, removed };
};

const idOf = (number: number) => entryOf(number, { recorded: 0 }).id;
const numbersIn = (ids: string[]) => ids.map((id) => Number.parseInt(id.slice(-12), 16)).sort();

const removedBy = async (
  rules: Parameters<typeof applyRetention>[0],
  videos: Record<number, Video>,
) => {
  const ports = await bank(videos);
  await applyRetention(rules, ports);
  return numbersIn(ports.removed);
};

describe('a retention rule', () => {
  test('deletes exactly what is older than its days, to the millisecond', async () => {
    const videos = {
      1: { recorded: 90.000001 },
      2: { recorded: 90 },
      3: { recorded: 1 },
      4: { recorded: 4000 },
    };

    expect(await removedBy({ ...FOREVER, days: 90 }, videos)).toEqual([1, 4]);
  });

  test('counts from the upload if it is later than the recording', async () => {
    const videos = { 1: { recorded: 5000, uploaded: 3 }, 2: { recorded: 5000, uploaded: 91 } };

    expect(await removedBy({ ...FOREVER, days: 90 }, videos)).toEqual([2]);
  });

  test('for a camera overrides the general rule, whether it is longer, shorter or never', async () => {
    const videos = {
      ...{ 1: { recorded: 20, camera: 'garden' }, 2: { recorded: 100, camera: 'door' } },
      ...{ 3: { recorded: 5000, camera: 'cabin' }, 4: { recorded: 20 }, 5: { recorded: 100 } },
      ...{ 6: { recorded: 100, camera: 'garage' }, 7: { recorded: 400, camera: 'door' } },
    };
    const byCamera = new Map([
      ['garden', 14],
      ['door', 365],
      ['cabin', 0],
    ]);

    expect(await removedBy({ days: 90, byCamera }, videos)).toEqual([1, 5, 6, 7]);
    expect(await removedBy({ days: 0, byCamera }, videos)).toEqual([1, 7]);
  });

  test('deletes nothing if there is none', async () => {
    expect(await removedBy(FOREVER, { 1: { recorded: 9000 } })).toEqual([]);
  });
});

test('a kept video is skipped, whether its mark or the library says so', async () => {
  const ports = await bank({ 1: { recorded: 100 }, 2: { recorded: 100 }, 3: { recorded: 100 } });
  await ports.marks.add(idOf(1));
  await ports.library.keep(idOf(2), true);

  await applyRetention({ ...FOREVER, days: 90 }, ports);

  expect(numbersIn(ports.removed)).toEqual([3]);
});

test('a run deletes at most a thousand videos and the next runs the rest, past any number of kept ones', async () => {
  const videos = Array.from({ length: 2300 }, (_, age) => ({ recorded: 100 + age / 10 }));
  const ports = await bank(videos);
  for (let kept = 1500; kept < 2300; kept += 1) await ports.marks.add(idOf(kept));
  const rules = { ...FOREVER, days: 90 };

  expect(await applyRetention(rules, ports)).toEqual({ deleted: 1000, isDone: false });
  expect(await applyRetention(rules, ports)).toEqual({ deleted: 500, isDone: true });
  expect(await applyRetention(rules, ports)).toEqual({ deleted: 0, isDone: true });
  expect(numbersIn(ports.removed)).toHaveLength(1500);
});

test('a run that runs out of time stops', async () => {
  const ports = await bank(Array.from({ length: 500 }, () => ({ recorded: 100 })));
  const { deleted, isDone } = await applyRetention(
    { ...FOREVER, days: 90 },
    { ...ports, hasTime: () => false },
  );

  expect(isDone).toBe(false);
  expect(deleted).toBeGreaterThan(0);
  expect(deleted).toBeLessThan(500);
});

test('two concurrent runs delete the same as one', async () => {
  const ports = await bank({ 1: { recorded: 100 }, 2: { recorded: 1 }, 3: { recorded: 91 } });
  const rules = { ...FOREVER, days: 90 };

  await Promise.all([applyRetention(rules, ports), applyRetention(rules, ports)]);

  expect([...new Set(numbersIn(ports.removed))]).toEqual([1, 3]);
});

test('the next run completes a run that crashed at any call', async () => {
  for (const death of ['before', 'after'] as const)
    for (let last = 1; ; last += 1) {
      const ports = await bank({ 1: { recorded: 100 }, 2: { recorded: 1 }, 3: { recorded: 91 } });
      const rules = { ...FOREVER, days: 90 };
      if (!(await dies(applyRetention(rules, dying(ports, last, death))))) break;
      await applyRetention(rules, ports);
      expect([...new Set(numbersIn(ports.removed))]).toEqual([1, 3]);
    }
});
