import { expect, test } from '@jest/globals';
import { type LibraryEntry } from '#api/library-entry';
import { postingsOf } from '../../library/postings.ts';
import type { WithStore } from '../session-store.contract.ts';
import type { LibraryStore } from './library-store.ts';
import { entry, other } from '../../testing/two-entries.ts';

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
};
