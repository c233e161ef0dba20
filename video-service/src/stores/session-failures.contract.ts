import { randomUUID } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { errorAt, facts, PREVIEWS, video } from '../testing/example.ts';
import type { SessionStore } from './session-store.ts';

/** The contract of every session store about failing sessions. */
export const sessionFailuresContract = (store: () => SessionStore) => {
  const openNew = () => store().open({ ...video, id: randomUUID() });

  describe('failing a session', () => {
    test('keeps the first error', async () => {
      const session = await openNew();

      expect(await store().fail(session, errorAt('probe'))).toBe(true);
      expect(await store().fail(session, errorAt('captures'))).toBe(false);

      expect(await store().get(session.id)).toMatchObject({ status: 0, error: errorAt('probe') });
    });

    test.each(['gif', 'captures', 'session'] as const)(
      'at %s is refused if that stage is done',
      async (stage) => {
        const session = await openNew();
        if (stage === 'gif') await store().addGif(session.id, 'a.gif', PREVIEWS);
        else await store().addCaptures(session, { pictures: ['0'], facts });

        expect(await store().fail(session, errorAt(stage))).toBe(false);
        expect((await store().get(session.id))?.error).toBeUndefined();
      },
    );
  });

  describe('a stage that was given up on but completes', () => {
    test.each(['gif', 'session'] as const)('has not failed: the GIF after %s', async (stage) => {
      const session = await openNew();
      await store().fail(session, errorAt(stage));

      expect(await store().addGif(session.id, 'a.gif', PREVIEWS)).toBe(true);

      const after = await store().get(session.id);
      expect([after?.gif, after?.error]).toEqual(['a.gif', undefined]);
      expect(await store().fail(session, errorAt('captures'))).toBe(true);
    });

    test.each(['captures', 'session'] as const)(
      'has not failed: the captures after %s',
      async (stage) => {
        const session = await openNew();
        await store().fail(session, errorAt(stage));

        expect(await store().addCaptures(session, { pictures: ['0'], facts })).toBe(true);

        const after = await store().get(session.id);
        expect([after?.captures, after?.error]).toEqual([1, undefined]);
      },
    );

    test('does not repair any other stage', async () => {
      const session = await openNew();
      await store().fail(session, errorAt('captures'));

      expect(await store().addGif(session.id, 'a.gif', PREVIEWS)).toBe(true);

      expect((await store().get(session.id))?.error).toEqual(errorAt('captures'));
    });
  });
};
