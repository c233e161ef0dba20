import { expect, test } from '@jest/globals';
import type { LimitStore } from './limit-store.ts';

const window = { id: 'a day', endsAt: Date.now() + 60_000 };

/** The contract of every limit store; each test gets an empty one. */
export const limitStoreContract = (
  withStore: (check: (store: LimitStore) => Promise<void>) => Promise<void>,
) => {
  test('admits no more than the limit, however many ask at once', () =>
    withStore(async (store) => {
      const taken = await Promise.all(
        Array.from({ length: 30 }, () => store.take(window, { most: 10 })),
      );

      expect(taken.filter(Boolean)).toHaveLength(10);
    }));

  test('bytes never exceed their limit, and a smaller upload still fits', () =>
    withStore(async (store) => {
      const limit = { most: 100, mostBytes: 100 };

      expect(await store.take(window, { ...limit, bytes: 60 })).toBe(true);
      expect(await store.take(window, { ...limit, bytes: 41 })).toBe(false);
      expect(await store.take(window, { ...limit, bytes: 40 })).toBe(true);
      expect(await store.take(window, { ...limit, bytes: 1 })).toBe(false);
    }));

  test('refuses a first upload that is too large', () =>
    withStore(async (store) => {
      expect(await store.take(window, { most: 1, mostBytes: 10, bytes: 11 })).toBe(false);
    }));

  test('counts each window separately', () =>
    withStore(async (store) => {
      expect(await store.take(window, { most: 1 })).toBe(true);
      expect(await store.take({ ...window, id: 'another' }, { most: 1 })).toBe(true);
      expect(await store.take(window, { most: 1 })).toBe(false);
    }));

  test('giving one back makes room for another', () =>
    withStore(async (store) => {
      await store.take(window, { most: 1 });
      await store.giveBack(window);

      expect(await store.take(window, { most: 1 })).toBe(true);
      expect(await store.take(window, { most: 1 })).toBe(false);
    }));

  test('giving one back frees its bytes', () =>
    withStore(async (store) => {
      const all = { most: 10, mostBytes: 100, bytes: 100 };
      await store.take(window, all);
      await store.giveBack(window, { bytes: 100 });

      expect(await store.take(window, all)).toBe(true);
    }));

  test('giving back what was never taken changes nothing', () =>
    withStore(async (store) => {
      await store.giveBack(window);
      await store.take(window, { most: 1 });

      expect(await store.take(window, { most: 1 })).toBe(false);
    }));
};
