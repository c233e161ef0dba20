import { expect, test } from '@jest/globals';
import { type LibraryEntry, localTimeOf, positionOf } from '#api/library-entry';
import { cameraLabelPartitions, postingsOf } from '../../library/postings.ts';
import { randomEntry, randomFrom } from '../../testing/library-entries.ts';
import type { WithStore } from '../session-store.contract.ts';
import type { LibraryStore } from './library-store.ts';

const random = randomFrom(1);
const entry = {
  ...randomEntry(1, random),
  camera: 'garden',
  labels: [{ name: 'Dog', captures: [0] }],
};
const other = { ...entry, id: entry.id.replace(/1$/u, '5') };
const [all] = postingsOf(entry);
const hourOf = ({ recorded }: LibraryEntry) => Number(localTimeOf(recorded).slice(11, 13));

/** The contract of every library store; each test gets an empty one. */
export const libraryStoreContract = (withStore: WithStore<LibraryStore>) => {
  test('an entry is read as it was written', () =>
    withStore(async (store) => {
      expect(await store.get(entry.id)).toBeUndefined();
      expect(await store.put(entry)).toEqual({});

      expect(await store.get(entry.id)).toEqual(entry);
      expect(await store.list([entry.id, other.id, entry.id])).toEqual(
        new Map([[entry.id, { ...entry, kept: false }]]),
      );
    }));

  test('a later revision stays, an equal one is replaced', () =>
    withStore(async (store) => {
      await store.put({ ...entry, revision: 2 });

      expect(await store.put({ ...entry, name: 'older.mp4' })).toBe('refused');
      expect(await store.put({ ...entry, revision: 2, name: 'same.mp4' })).toEqual({
        replaced: { ...entry, revision: 2 },
      });

      expect(await store.get(entry.id)).toMatchObject({ revision: 2, name: 'same.mp4' });
    }));

  test('an announced entry is found until it is listed or withdrawn', () =>
    withStore(async (store) => {
      const later = { ...entry, revision: 2 };
      expect(await store.announce(entry)).toEqual([]);
      expect(await store.announce(later)).toEqual([entry]);
      expect(await store.announce(later)).toEqual(expect.arrayContaining([entry, later]));
      expect(await store.get(entry.id)).toBeUndefined();
      await store.put(entry);
      expect(await store.announce(later)).toEqual([entry, later]);
      expect(await store.leftOf(entry.id)).toEqual([]);

      expect(await store.bury(entry.id)).toEqual([entry, later]);
      await store.forget(entry.id);
      expect(await store.leftOf(entry.id)).toEqual([later]);
      await store.withdraw(entry);
      expect(await store.leftOf(entry.id)).toEqual([later]);
      await store.withdraw(later);
      expect(await store.leftOf(entry.id)).toEqual([]);
    }));

  test('one revision that was announced with two times is found with both', () =>
    withStore(async (store) => {
      const at = '2026-03-01T12:00:00.000Z';
      const again = { ...entry, recorded: { ...entry.recorded, at } };
      await store.announce(entry);
      await store.announce(again);
      await store.put(again);

      expect(await store.announce(again)).toEqual([again, entry]);
    }));

  test('withdrawing what nobody has announced leaves no trace', () =>
    withStore(async (store) => {
      await store.withdraw(entry);

      expect(await store.get(entry.id)).toBeUndefined();
      expect(await store.announce(entry)).toEqual([]);
    }));

  test('the postings of a later revision are neither replaced nor removed by an earlier one', () =>
    withStore(async (store) => {
      const later = postingsOf({ ...entry, revision: 2, state: 'failed' });
      await store.addPostings(later);
      await store.addPostings(postingsOf(entry));
      await store.removePostings(postingsOf(entry));

      const read = () => store.range(all?.partition ?? '', { before: '9999', limit: 9 });
      expect(await read()).toEqual([later[0]?.posting]);
      await store.removePostings(later);
      expect(await read()).toEqual([]);
    }));

  test('an older revision or a deleted video cannot be announced', () =>
    withStore(async (store) => {
      await store.put({ ...entry, revision: 2 });
      expect(await store.announce(entry)).toBe('refused');
      await store.bury(entry.id);
      expect(await store.announce({ ...entry, revision: 3 })).toBe('refused');
    }));

  test('a kept video stays kept through later revisions, until that is undone', () =>
    withStore(async (store) => {
      const isKept = async () => (await store.list([entry.id])).get(entry.id)?.kept;
      await store.put(entry);

      expect(await store.keep(entry.id, true)).toBe(true);
      await store.put({ ...entry, revision: 2 });
      expect(await isKept()).toBe(true);

      expect(await store.keep(entry.id, false)).toBe(true);
      expect(await isKept()).toBe(false);
    }));

  test('an unknown or deleted video cannot be kept', () =>
    withStore(async (store) => {
      expect(await store.keep(entry.id, true)).toBe(false);
      expect(await store.get(entry.id)).toBeUndefined();
      await store.put(entry);
      await store.bury(entry.id);

      expect(await store.keep(entry.id, true)).toBe(false);
      expect(await store.get(entry.id)).toBe('deleted');
    }));

  test('finds every entry, except those of deleted videos', () =>
    withStore(async (store) => {
      const third = { ...entry, id: entry.id.replace(/1$/u, '9') };
      for (const each of [entry, other, third]) await store.put(each);
      await store.addPostings(postingsOf(entry));
      await store.bury(third.id);

      const found: LibraryEntry[] = [];
      for await (const page of store.scan()) found.push(...page);

      expect(found.toSorted((one, another) => (one.id < another.id ? -1 : 1))).toEqual([
        entry,
        other,
      ]);
    }));

  test('an entry is removed only if unchanged, and can come back', () =>
    withStore(async (store) => {
      await store.put({ ...entry, revision: 2 });

      expect(await store.remove(entry)).toBe(false);
      expect(await store.remove({ ...entry, revision: 2 })).toBe(true);
      expect(await store.get(entry.id)).toBeUndefined();
      await store.put(entry);
      await store.bury(entry.id);
      expect(await store.remove(entry)).toBe(false);
      expect(await store.get(entry.id)).toBe('deleted');
    }));

  test('a deleted video is not listed and cannot come back', () =>
    withStore(async (store) => {
      await store.put(entry);

      expect(await store.bury(entry.id)).toEqual([entry]);
      expect(await store.bury(entry.id)).toEqual([entry]);
      await store.forget(entry.id);

      expect(await store.bury(entry.id)).toEqual([]);
      expect(await store.put({ ...entry, revision: 9 })).toBe('refused');
      expect(await store.get(entry.id)).toBe('deleted');
      expect(await store.list([entry.id])).toEqual(new Map());
    }));

  test('a video can be deleted before anything is known of it', () =>
    withStore(async (store) => {
      expect(await store.bury(entry.id)).toEqual([]);

      expect(await store.put(entry)).toBe('refused');
    }));

  test('forgetting a video that is not deleted changes nothing', () =>
    withStore(async (store) => {
      await store.put(entry);
      await store.forget(entry.id);

      expect(await store.get(entry.id)).toEqual(entry);
    }));

  test('postings are read newest first, below a position', () =>
    withStore(async (store) => {
      await store.addPostings([...postingsOf(entry), ...postingsOf(other)]);
      await store.addPostings(postingsOf(entry));
      const partition = all?.partition ?? '';
      const read = async (before: string, limit: number) => {
        const postings = await store.range(partition, { before, limit });
        return postings.map(({ id }) => id);
      };

      expect(await read('9999', 10)).toEqual([other.id, entry.id]);
      expect(await read('9999', 1)).toEqual([other.id]);
      expect(await read(positionOf(other), 10)).toEqual([entry.id]);
      expect(await read(positionOf(entry), 10)).toEqual([]);
      expect(await store.range(partition, { before: '9999', limit: 2 })).toContainEqual(
        all?.posting,
      );
    }));

  test('postings are read oldest first, above a position and up to another', () =>
    withStore(async (store) => {
      const instants = ['01', '02', '03'].map((day) => `2026-03-${day}T12:00:00.000Z`);
      const entries = instants.map((at) => ({ ...entry, recorded: { ...entry.recorded, at } }));
      await store.addPostings(entries.flatMap(postingsOf));
      const partition = postingsOf(entries[0] ?? entry)[0]?.partition ?? '';
      const positions = entries.map(positionOf);
      const read = async (after: string, before: string, limit = 10) => {
        const postings = await store.oldest(partition, { after, before, limit });
        return postings.map(({ position }) => position);
      };

      expect(await read('', '9999')).toEqual(positions);
      expect(await read('', '9999', 2)).toEqual(positions.slice(0, 2));
      expect(await read(positions[0] ?? '', '9999')).toEqual(positions.slice(1));
      expect(await read('', instants[2] ?? '')).toEqual(positions.slice(0, 2));
    }));

  test('a stream lists its months, newest first', () =>
    withStore(async (store) => {
      const earlier = { ...other, recorded: { ...other.recorded, at: '2024-02-29T10:00:00.000Z' } };
      await store.addPostings([...postingsOf(earlier), ...postingsOf(entry)]);

      expect(await store.months('label|Dog')).toEqual([entry.recorded.at.slice(0, 7), '2024-02']);
      expect(await store.months('label|Do')).toEqual([]);
    }));

  test('labels are counted once per video, however often it is projected', () =>
    withStore(async (store) => {
      await store.addPostings(postingsOf(entry));
      expect(await store.countLabels()).toEqual(new Map([['Dog', 1]]));
      await store.addPostings(postingsOf(entry));
      await store.addPostings(postingsOf(other));

      expect(await store.countLabels()).toEqual(new Map([['Dog', 2]]));
      expect(await store.countLabels()).toEqual(new Map([['Dog', 2]]));
    }));

  test('removed postings are gone and not counted', () =>
    withStore(async (store) => {
      await store.addPostings([...postingsOf(entry), ...postingsOf(other)]);
      await store.removePostings(postingsOf(other));
      await store.removePostings(postingsOf(other));

      expect(await store.range(all?.partition ?? '', { before: '9999', limit: 9 })).toHaveLength(1);
      expect(await store.countLabels()).toEqual(new Map([['Dog', 1]]));
    }));

  test('cameras are counted once for each video, and not when all their videos are gone', () =>
    withStore(async (store) => {
      const cabin = { ...other, camera: 'cabin | old' };
      await store.addPostings([entry, cabin].flatMap(postingsOf));
      await store.addPostings(postingsOf(cabin));
      const before = await store.countCameras();
      await store.removePostings(postingsOf(entry));

      expect(before).toEqual(
        new Map([
          ['cabin | old', 1],
          ['garden', 1],
        ]),
      );
      expect(await store.countCameras()).toEqual(new Map([['cabin | old', 1]]));
      expect(await store.countLabels()).toEqual(new Map([['Dog', 1]]));
    }));

  test('an empty library has every posting by camera and label, and each is read by time', () =>
    withStore(async (store) => {
      await store.addPostings([entry, other].flatMap(postingsOf));
      const [partition = ''] = cameraLabelPartitions(
        { camera: 'garden', label: 'Dog' },
        { from: hourOf(entry), to: hourOf(entry) + 1 },
      );

      const postings = await store.range(partition, { before: '9999', limit: 9 });

      expect(await store.hasCameraLabels()).toBe(true);
      expect(postings.map(({ id }) => id)).toEqual([other.id, entry.id]);
    }));
};
