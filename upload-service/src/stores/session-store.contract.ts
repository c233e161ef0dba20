import { expect, test } from '@jest/globals';
import { ID, OTHER_ID } from '../testing/examples.ts';
import type { SessionStore } from './session-store.ts';

const session = { id: ID, key: `videos/${ID}/clip.mp4`, upload: { uploadId: 'u', size: 10 } };

/** The contract of every session store; each test gets an empty one. */
export const sessionStoreContract = (withStore: WithStore<SessionStore>) => {
  test('a created session exists', () =>
    withStore(async (store) => {
      await store.create(session);

      expect(await store.get(ID)).toEqual({ ...session, status: 0 });
      expect(await store.get(OTHER_ID)).toBe(undefined);
    }));

  test('creating a session again leaves it unchanged', () =>
    withStore(async (store) => {
      await store.create(session);
      await store.finish(ID, { status: 1, revision: 1 });
      await store.create({ id: ID, key: 'other' });

      expect(await store.get(ID)).toEqual({ ...session, status: 1, revision: 1 });
    }));

  test('a session can be finished twice', () =>
    withStore(async (store) => {
      await store.create(session);

      const failed = { status: -1, revision: 1 } as const;

      expect(await Promise.all([store.finish(ID, failed), store.finish(ID, failed)])).toEqual([
        true,
        true,
      ]);
      expect(await store.get(ID)).toEqual({ ...session, ...failed });
    }));

  test('a session accepts a later revision, but not an older one', () =>
    withStore(async (store) => {
      await store.create(session);
      await store.finish(ID, { status: -1, revision: 1 });

      expect(await store.finish(ID, { status: 1, revision: 3 })).toBe(true);
      expect(await store.finish(ID, { status: -1, revision: 2 })).toBe(false);

      expect(await store.get(ID)).toEqual({ ...session, status: 1, revision: 3 });
    }));

  test('another service’s session is not finished', () =>
    withStore(async (store) => {
      expect(await store.finish(OTHER_ID, { status: 1, revision: 1 })).toBe(false);
      expect(await store.get(OTHER_ID)).toBe(undefined);
    }));
};

export type WithStore<Store> = (check: (store: Store) => Promise<void>) => Promise<void>;
