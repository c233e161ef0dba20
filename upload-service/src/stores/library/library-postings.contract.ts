import { expect, test } from '@jest/globals';
import { type LibraryEntry, localTimeOf, positionOf } from '#api/library-entry';
import { cameraLabelPartitions, postingsOf } from '../../library/postings.ts';
import type { WithStore } from '../session-store.contract.ts';
import type { LibraryStore } from './library-store.ts';
import { entry, other } from '../../testing/two-entries.ts';

const [all] = postingsOf(entry);
const hourOf = ({ recorded }: LibraryEntry) => Number(localTimeOf(recorded).slice(11, 13));

/** What every library store guarantees about postings, months and counts; each test gets an empty one. */
export const libraryPostingsContract = (withStore: WithStore<LibraryStore>) => {
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
};
