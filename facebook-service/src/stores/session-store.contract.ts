import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { ClaimStore } from './claim-store.ts';
import type { SessionStore } from './session-store.ts';

type Subject = { sessions: SessionStore; claims: ClaimStore; stop: () => Promise<void> };

/** The contract of every session store. */
export const sessionStoreContract = (start: () => Promise<Subject>) => {
  let subject: Subject;
  beforeAll(async () => {
    subject = await start();
  });
  afterAll(() => subject.stop());

  test('a session is opened once and keeps what was sent in it', async () => {
    const { sessions, claims } = subject;
    const id = randomUUID();
    await sessions.open({ id, sender: '4711' });
    await claims.claim(id, 'gif');

    const again = await sessions.open({ id, sender: 'somebody else' });

    expect(again).toEqual({
      id,
      sender: '4711',
      stored: false,
      said: { gif: { by: expect.any(String), at: expect.any(Number), settled: false } },
    });
    expect(await sessions.find(id)).toEqual(again);
  });

  test('a session knows that its video is stored', async () => {
    const { sessions } = subject;
    const id = randomUUID();
    await sessions.open({ id, sender: '4711' });

    await sessions.markStored(id);
    await sessions.markStored(id);

    expect((await sessions.find(id))?.stored).toBe(true);
  });

  test('the videos of a person are found, without other people’s, hints or deleted videos', async () => {
    const { sessions } = subject;
    const [sender, other] = [randomUUID(), randomUUID()];
    const [film, deleted, hint, theirs] = Array.from({ length: 4 }, () => randomUUID());
    const open = (id: string | undefined, who: string, kind: string) =>
      sessions.open({ id: id ?? '', sender: who, kind });
    await open(film, sender, 'video');
    await open(deleted, sender, 'video');
    await open(hint, sender, 'text');
    await open(theirs, other, 'video');
    await sessions.markStored(film ?? '');
    await sessions.bury(deleted ?? '');

    expect(await sessions.videosOf(sender)).toEqual([film]);
    expect(await sessions.videosOf(other)).toEqual([theirs]);
    expect(await sessions.videosOf('nobody')).toEqual([]);
  });

  test('a deleted session is not found or reopened, whether it existed or not', async () => {
    const { sessions, claims } = subject;
    const [id, unseen] = [randomUUID(), randomUUID()];
    await sessions.open({ id, sender: '4711' });
    await claims.claim(id, 'gif');

    for (const each of [id, id, unseen]) await sessions.bury(each);

    for (const each of [id, unseen]) {
      expect(await sessions.find(each)).toBeUndefined();
      expect(await sessions.open({ id: each, sender: '4711' })).toBeUndefined();
    }
  });

  test('a session that was never opened is not found, and nothing creates it', async () => {
    const { sessions, claims } = subject;
    const id = randomUUID();

    expect(await claims.claim(id, 'gif')).toBe('done');
    await expect(sessions.markStored(id)).rejects.toThrow();
    expect(await sessions.find(id)).toBeUndefined();
  });
};
