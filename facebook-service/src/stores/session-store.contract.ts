import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { SessionStore } from './session-store.ts';

type Subject = { store: SessionStore; stop: () => Promise<void> };

/** What every session store guarantees. */
export const sessionStoreContract = (start: (pendingMs?: number) => Promise<Subject>) => {
  let subject: Subject;
  let store: SessionStore;
  beforeAll(async () => {
    subject = await start();
    store = subject.store;
  });
  afterAll(() => subject.stop());

  const openNew = async () => store.open({ id: randomUUID(), sender: '4711' });

  describe('a session', () => {
    test('is opened once and keeps what was said in it', async () => {
      const { id } = await openNew();
      await store.claim(id, 'gif');

      const again = await store.open({ id, sender: 'somebody else' });

      expect(again).toEqual({
        id,
        sender: '4711',
        stored: false,
        said: { gif: { by: expect.any(String), at: expect.any(Number), settled: false } },
      });
      expect(await store.find(id)).toEqual(again);
    });

    test('knows that its video is stored', async () => {
      const { id } = await openNew();

      await store.markStored(id);
      await store.markStored(id);

      expect((await store.find(id))?.stored).toBe(true);
    });

    test('that was never opened is not found, and nothing makes it appear', async () => {
      const id = randomUUID();

      expect(await store.claim(id, 'gif')).toBe('done');
      await expect(store.markStored(id)).rejects.toThrow();
      expect(await store.find(id)).toBeUndefined();
    });
  });

  describe('a part', () => {
    test('is claimed by exactly one of many callers', async () => {
      const { id } = await openNew();

      const claims = await Promise.all(Array.from({ length: 20 }, () => store.claim(id, 'gif')));

      expect(claims.filter((claimed) => claimed === 'won')).toHaveLength(1);
      expect(claims.filter((claimed) => claimed === 'pending')).toHaveLength(19);
    });

    test('is pending until it is settled', async () => {
      const { id } = await openNew();
      await store.claim(id, 'gif');

      expect(await store.claim(id, 'gif')).toBe('pending');
      await store.settle(id, 'gif');
      expect(await store.claim(id, 'gif')).toBe('done');
    });

    test('that nobody has claimed cannot be settled', async () => {
      const { id } = await openNew();

      await expect(store.settle(id, 'gif')).rejects.toThrow();
    });

    test('whose claimer has died is done after a while', async () => {
      const { store, stop } = await start(0);
      const { id } = await store.open({ id: randomUUID(), sender: '4711' });
      await store.claim(id, 'gif');

      expect(await store.claim(id, 'gif')).toBe('done');
      await stop();
    });

    test('leaves the other parts free', async () => {
      const { id } = await openNew();

      expect([await store.claim(id, 'gif'), await store.claim(id, 'labels-0')]).toEqual([
        'won',
        'won',
      ]);
    });

    test('that is given back can be claimed again', async () => {
      const { id } = await openNew();
      await store.claim(id, 'gif');

      await store.release(id, 'gif');
      await store.release(id, 'gif');

      expect([await store.claim(id, 'gif'), await store.claim(id, 'gif')]).toEqual([
        'won',
        'pending',
      ]);
    });
  });
};
