import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { Previews, VideoError } from '@video-service/shared/metadata';
import { FAILED, READY } from './session.ts';
import type { SessionStore } from './session-store.ts';

const PREVIEWS: Previews = {
  poster: 'a-poster.jpg',
  storyboard: { picture: 'a-storyboard.jpg', track: 'a-storyboard.vtt' },
};

type Subject = { store: SessionStore; stop: () => Promise<void> };

const NOON = Date.parse('2026-11-22T12:00:00.000Z');
const facts = { durationSeconds: 7, width: 640, height: 360, codec: 'h264', rotation: 0 } as const;
const error = (stage: VideoError['stage']): VideoError => ({
  stage,
  code: `${stage.toUpperCase()}_FAILED`,
  message: 'No.',
  hint: 'Try again.',
});

/** What every session store guarantees; `start` takes the clock. */
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
  const openNew = async () => (await store.open(video())).id;
  const openIds = async () => {
    const ids: string[] = [];
    for await (const id of store.listOpen()) ids.push(id);
    return ids;
  };

  describe('opening', () => {
    test('gives a session that is processing', async () => {
      const { id, ...source } = video();

      const session = await store.open({ id, ...source });

      expect(session).toEqual({
        id,
        status: 0,
        source,
        labelled: new Set(),
        createdAt: '2026-11-22T12:00:00.000Z',
      });
      expect(await store.get(id)).toEqual(session);
    });

    test('again, even at the same time, changes nothing', async () => {
      const again = video();
      await Promise.all([store.open(again), store.open(again)]);
      await store.addGif(again.id, 'a.gif', PREVIEWS);
      await store.close(again.id, READY);
      const closed = await store.get(again.id);

      expect(await store.open(again)).toEqual(closed);
      expect(await store.get(again.id)).toEqual(closed);
      expect(await openIds()).not.toContain(again.id);
    });

    test('is needed: a session that nobody opened is not there', async () => {
      expect(await store.get(randomUUID())).toBeUndefined();
    });
  });

  describe('steps', () => {
    test('add up, whatever their order and repetition', async () => {
      const session = await store.open(video());
      const steps = [
        () => store.addGif(session.id, 'a.gif', PREVIEWS),
        () => store.addCaptures(session, { captures: 2, facts }),
        () => store.addLabelled(session.id, '0'),
        () => store.addLabelled(session.id, '500'),
      ];

      const changes = await Promise.all([...steps, ...steps.toReversed()].map((step) => step()));

      expect(changes).toEqual(Array(8).fill(true));
      expect(await store.get(session.id)).toEqual({
        ...session,
        gif: 'a.gif',
        previews: PREVIEWS,
        captures: 2,
        source: { ...session.source, ...facts },
        labelled: new Set(['0', '500']),
      });
    });

    test('make no session that was not opened', async () => {
      const { id, ...source } = video();
      const ghost = { id, source, status: 0, labelled: new Set<string>(), createdAt: '' } as const;

      expect(await store.addGif(id, 'a.gif', PREVIEWS)).toBe(false);
      expect(await store.addCaptures(ghost, { captures: 1, facts })).toBe(false);
      expect(await store.addLabelled(id, '0')).toBe(false);
      expect(await store.fail(id, error('gif'))).toBe(false);
      expect(await store.close(id, FAILED)).toBe(false);
      expect(await store.get(id)).toBeUndefined();
    });
  });

  describe('failing', () => {
    test('keeps the first error', async () => {
      const id = await openNew();

      expect(await store.fail(id, error('probe'))).toBe(true);
      expect(await store.fail(id, error('captures'))).toBe(false);

      expect(await store.get(id)).toMatchObject({ status: 0, error: error('probe') });
    });

    test.each(['gif', 'captures', 'session'] as const)(
      'at %s is refused when that is done',
      async (stage) => {
        const session = await store.open(video());
        if (stage === 'gif') await store.addGif(session.id, 'a.gif', PREVIEWS);
        else await store.addCaptures(session, { captures: 1, facts });

        expect(await store.fail(session.id, error(stage))).toBe(false);
        expect((await store.get(session.id))?.error).toBeUndefined();
      },
    );
  });

  describe('closing', () => {
    test('happens once, and nothing changes a closed session', async () => {
      const session = await store.open(video());
      await store.addGif(session.id, 'a.gif', PREVIEWS);

      const closings = [store.close(session.id, READY), store.close(session.id, READY)];
      expect((await Promise.all(closings)).toSorted()).toEqual([false, true]);

      const closed = await store.get(session.id);
      expect(closed).toMatchObject({ status: 1, gif: 'a.gif' });
      await store.addGif(session.id, 'b.gif', {});
      await store.addCaptures(session, { captures: 1, facts });
      await store.addLabelled(session.id, '0');
      await store.fail(session.id, error('status'));
      await store.close(session.id, FAILED);
      expect(await store.get(session.id)).toEqual(closed);
    });

    test('as ready forgets an error, as failed keeps it', async () => {
      const [ready, failed] = [await openNew(), await openNew()];
      await Promise.all([store.fail(ready, error('gif')), store.fail(failed, error('gif'))]);

      await store.close(ready, READY);
      await store.close(failed, FAILED);

      expect((await store.get(ready))?.error).toBeUndefined();
      expect(await store.get(failed)).toMatchObject({ status: -1, error: error('gif') });
    });
  });

  test('open sessions are listed oldest first, page after page, and closed ones are not', async () => {
    const ids: string[] = [];
    for (let each = 0; each < 120; each++) {
      clock += 1000;
      ids.push(await openNew());
    }
    await store.close(ids[60] ?? '', FAILED);

    const listed = (await openIds()).filter((id) => ids.includes(id));

    expect(listed).toEqual(ids.filter((id) => id !== ids[60]));
  });
};
