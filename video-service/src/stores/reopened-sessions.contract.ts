import { randomUUID } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { FAILED, READY } from '@video-service/shared/session';
import { errorAt, video } from '../testing/example.ts';
import type { SessionStore } from './session-store.ts';

/** The contract of every session store about sessions that open again: of replaced objects, and with late labels. */
export const reopenedSessionsContract = (store: () => SessionStore) => {
  const newVideo = () => ({ ...video, id: randomUUID() });
  const openNew = () => store().open(newVideo());

  describe('restarting a session', () => {
    const emptied = async () => {
      const { id, ...source } = newVideo();
      const session = await store().open({ id, ...source, size: 0 });
      await store().fail(session, errorAt('probe'));
      return { session, full: { id, ...source } };
    };

    test('that is empty, open or closed, creates a new one for another object', async () => {
      for (const isClosed of [false, true]) {
        const { session, full } = await emptied();
        if (isClosed) await store().close(session, FAILED);

        expect(await store().restart(full)).toBe(true);

        expect(await store().get(full.id)).toMatchObject({ status: 0, source: { size: 7 } });
        expect((await store().get(full.id))?.error).toBeUndefined();
        expect(await openIdsIn(store())).toContain(full.id);
      }
    });

    test('happens once, and never to a session that has a file or does not exist', async () => {
      const { full } = await emptied();

      const restarts = await Promise.all([store().restart(full), store().restart(full)]);

      expect(restarts.toSorted()).toEqual([false, true]);
      expect(await store().restart(newVideo())).toBe(false);
    });

    test('protects the new session from what the old one still does', async () => {
      const { session, full } = await emptied();
      await store().restart(full);

      expect(await store().fail(session, errorAt('gif'))).toBe(false);
      expect(await store().close(session, FAILED)).toBe(false);

      expect(await store().get(full.id)).toMatchObject({ status: 0, source: { size: 7 } });
    });
  });

  describe('late labels', () => {
    const closed = async () => {
      const session = await openNew();
      await store().close(session, READY);
      return session.id;
    };

    test('list a ready session as open until they are published', async () => {
      const id = await closed();
      expect(await store().addRelabelled(id)).toBe(true);
      expect(await openIdsIn(store())).toContain(id);

      const session = await store().get(id);
      expect(session).toMatchObject({ status: READY, relabelled: 1 });
      expect(session && (await store().endRelabelling(session))).toBe(true);

      expect(await openIdsIn(store())).not.toContain(id);
    });

    test('keep it listed if more arrive meanwhile', async () => {
      const id = await closed();
      await store().addRelabelled(id);
      const session = await store().get(id);
      await store().addRelabelled(id);

      expect(session && (await store().endRelabelling(session))).toBe(false);

      expect(await openIdsIn(store())).toContain(id);
    });

    test('do not change a session that is open or has failed', async () => {
      const open = await openNew();
      const failed = await openNew();
      await store().close(failed, FAILED);

      expect(await store().addRelabelled(open.id)).toBe(false);
      expect(await store().addRelabelled(failed.id)).toBe(false);
    });
  });
};

/** The sessions that a store lists as open. */
export const openIdsIn = async (store: Pick<SessionStore, 'listOpen'>): Promise<string[]> => {
  const ids: string[] = [];
  for await (const id of store.listOpen()) ids.push(id);
  return ids;
};
