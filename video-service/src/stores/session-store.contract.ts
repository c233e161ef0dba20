import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { errorAt, facts, PREVIEWS } from '../testing/example.ts';
import { FAILED, READY } from '@video-service/shared/session';
import { openIdsIn, reopenedSessionsContract } from './reopened-sessions.contract.ts';
import { sessionFailuresContract } from './session-failures.contract.ts';
import type { SessionStore } from './session-store.ts';

const RECORDING = {
  camera: 'garden',
  recorded: { at: '2026-11-22T20:03:05.000Z', offset: '+01:00', from: 'name' },
} as const;

type Subject = { store: SessionStore; stop: () => Promise<void> };

const NOON = Date.parse('2026-11-22T12:00:00.000Z');
/** The contract of every session store; `start` takes the clock. */
export const sessionStoreContract = (start: (now: () => number) => Promise<Subject>) => {
  let clock = NOON;
  let subject: Subject;
  let store: SessionStore;
  beforeAll(async () => {
    subject = await start(() => clock);
    store = subject.store;
  });
  afterAll(() => subject.stop());

  const video = (id = randomUUID()) => ({ id, bucket: 'source', key: 'videos/clip.mp4', size: 7 });
  const openNew = () => store.open(video());
  const openIds = () => openIdsIn(store);

  describe('opening a session', () => {
    test('creates one that is processing', async () => {
      const { id, ...source } = video();

      const session = await store.open({ id, ...source });

      expect(session).toEqual({
        id,
        status: 0,
        source,
        labelled: new Set(),
        createdAt: '2026-11-22T12:00:00.000Z',
        updatedAt: '2026-11-22T12:00:00.000Z',
      });
      expect(await store.get(id)).toEqual(session);
    });

    test('again, even concurrently, changes nothing', async () => {
      const again = video();
      const [session] = await Promise.all([store.open(again), store.open(again)]);
      await store.addGif(again.id, 'a.gif', PREVIEWS);
      await store.close(session, READY);
      const closed = await store.get(again.id);

      expect(await store.open(again)).toEqual(closed);
      expect(await store.get(again.id)).toEqual(closed);
      expect(await openIds()).not.toContain(again.id);
    });

    test('records which content of its key is meant', async () => {
      const { id, ...source } = { ...video(), etag: '"a"' };

      await store.open({ id, ...source });

      expect((await store.get(id))?.source).toEqual(source);
    });

    test('is required: a session that nobody opened does not exist', async () => {
      expect(await store.get(randomUUID())).toBeUndefined();
    });
  });

  describe('steps', () => {
    const watched = {
      activity: [{ start: 0.4, end: 1.2, frame: '500' }],
      activityEverySeconds: 0.2,
    };

    test('accumulate in any order and with any repetition', async () => {
      const session = await store.open(video());
      const steps = [
        () => store.addGif(session.id, 'a.gif', PREVIEWS),
        () =>
          store.addCaptures(session, {
            pictures: ['0', '500'],
            facts,
            watched,
            recording: RECORDING,
          }),
        () => store.addLabelled(session.id, '0'),
        () => store.addLabelled(session.id, '500'),
      ];

      clock += 1000;
      await Promise.all([...steps, ...steps.toReversed()].map((step) => step()));

      expect(await store.get(session.id)).toEqual({
        ...session,
        updatedAt: new Date(clock).toISOString(),
        gif: 'a.gif',
        previews: PREVIEWS,
        captures: 2,
        pictures: new Set(['0', '500']),
        ...watched,
        source: { ...session.source, ...facts },
        ...RECORDING,
        labelled: new Set(['0', '500']),
      });
    });

    test('keep the first choice of captures', async () => {
      const session = await store.open(video());

      expect(await store.addCaptures(session, { pictures: ['0'], facts })).toBe(true);
      expect(await store.addCaptures(session, { pictures: ['0', '500'], facts })).toBe(false);

      expect(await store.get(session.id)).toMatchObject({ captures: 1, pictures: new Set(['0']) });
    });

    test('can find no capture to label', async () => {
      const session = await store.open(video());

      await store.addCaptures(session, { pictures: [], facts });

      expect(await store.get(session.id)).toMatchObject({ captures: 0 });
    });

    test('are restarted as often as recorded', async () => {
      const session = await store.open(video());

      expect(await store.markRestarted(session.id)).toBe(true);

      expect(await store.get(session.id)).toMatchObject({ restarted: true });
    });

    test('do not create a session', async () => {
      const { id, ...source } = video();
      const ghost = { id, source, status: 0, labelled: new Set<string>(), createdAt: '' } as const;

      expect(await store.addGif(id, 'a.gif', PREVIEWS)).toBe(false);
      expect(await store.addCaptures(ghost, { pictures: ['0'], facts })).toBe(false);
      expect(await store.addLabelled(id, '0')).toBeUndefined();
      expect(await store.fail(ghost, errorAt('gif'))).toBe(false);
      expect(await store.markRestarted(id)).toBe(false);
      expect(await store.addRelabelled(id)).toBe(false);
      expect(await store.close(ghost, FAILED)).toBe(false);
      expect(await store.get(id)).toBeUndefined();
    });
  });

  sessionFailuresContract(() => store);
  reopenedSessionsContract(() => store);

  describe('closing a session', () => {
    test('happens once, and nothing changes a closed session', async () => {
      const session = await store.open(video());
      await store.addGif(session.id, 'a.gif', PREVIEWS);

      const closings = [store.close(session, READY), store.close(session, READY)];
      expect((await Promise.all(closings)).toSorted()).toEqual([false, true]);

      const closed = await store.get(session.id);
      expect(closed).toMatchObject({ status: 1, gif: 'a.gif' });
      await store.addGif(session.id, 'b.gif', PREVIEWS);
      await store.addCaptures(session, { pictures: ['0'], facts });
      await store.addLabelled(session.id, '0');
      await store.fail(session, errorAt('status'));
      await store.close(session, FAILED);
      expect(await store.get(session.id)).toEqual(closed);
    });

    test('as ready removes an error, as failed keeps it', async () => {
      const [ready, failed] = [await openNew(), await openNew()];
      await Promise.all([store.fail(ready, errorAt('gif')), store.fail(failed, errorAt('gif'))]);

      await store.close(ready, READY);
      await store.close(failed, FAILED);

      expect((await store.get(ready.id))?.error).toBeUndefined();
      expect(await store.get(failed.id)).toMatchObject({ status: -1, error: errorAt('gif') });
    });
  });

  test('open sessions are listed oldest first, page by page, without closed ones', async () => {
    const ids: string[] = [];
    for (let each = 0; each < 120; each++) {
      clock += 1000;
      ids.push((await openNew()).id);
    }
    await store.close({ id: ids[60] ?? '', source: video() }, FAILED);

    const listed = (await openIds()).filter((id) => ids.includes(id));

    expect(listed).toEqual(ids.filter((id) => id !== ids[60]));
  });
};
