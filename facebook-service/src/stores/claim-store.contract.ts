import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { ClaimStore } from './claim-store.ts';
import type { SessionStore } from './session-store.ts';

type Subject = { sessions: SessionStore; claims: ClaimStore; stop: () => Promise<void> };

/** The contract of every claim store. */
export const claimStoreContract = (start: (pendingMs?: number) => Promise<Subject>) => {
  let subject: Subject;
  let claims: ClaimStore;
  beforeAll(async () => {
    // However slow the machine is, nobody is taken for dead.
    subject = await start(600_000);
    claims = subject.claims;
  });
  afterAll(() => subject.stop());

  const openNew = async ({ sessions }: Pick<Subject, 'sessions'> = subject) => {
    const id = randomUUID();
    await sessions.open({ id, sender: '4711' });
    return id;
  };

  test('a part is claimed by exactly one of many callers', async () => {
    const id = await openNew();

    const claimed = await Promise.all(Array.from({ length: 20 }, () => claims.claim(id, 'gif')));

    expect(claimed.filter((claim) => claim === 'won')).toHaveLength(1);
    expect(claimed.filter((claim) => claim === 'pending')).toHaveLength(19);
  });

  test('a part is pending until it is settled', async () => {
    const id = await openNew();
    await claims.claim(id, 'gif');

    expect(await claims.claim(id, 'gif')).toBe('pending');
    await claims.settle(id, 'gif');
    expect(await claims.claim(id, 'gif')).toBe('done');
  });

  test('a part that was sent stays sent, even if another run has taken it over and gives it back', async () => {
    const id = await openNew();
    await claims.claim(id, 'gif');
    await claims.settle(id, 'gif');
    await claims.release(id, 'gif');
    expect(await claims.claim(id, 'gif')).toBe('done');

    // It was given back in between.
    await claims.settle(id, 'hint');
    expect(await claims.claim(id, 'hint')).toBe('done');
  });

  test('settling and releasing parts of a video that was deleted does nothing', async () => {
    const id = await openNew();
    await claims.claim(id, 'gif');
    await subject.sessions.bury(id);

    await claims.settle(id, 'gif');
    await claims.release(id, 'gif');
    expect(await claims.claim(id, 'gif')).toBe('done');
    expect(await subject.sessions.find(id)).toBeUndefined();
  });

  test('a part whose claimer has crashed is abandoned after a while', async () => {
    const { sessions, claims, stop } = await start(0);
    const id = await openNew({ sessions });
    await claims.claim(id, 'gif');

    expect(await claims.claim(id, 'gif')).toBe('abandoned');
    await claims.settle(id, 'gif');
    expect(await claims.claim(id, 'gif')).toBe('done');
    await stop();
  });

  test('only an abandoned part can be taken over', async () => {
    const { sessions, claims, stop } = await start(0);
    const id = await openNew({ sessions });
    expect(await claims.takeOver(id, 'free')).toBe('won');
    await claims.claim(id, 'dead');
    expect(await claims.takeOver(id, 'dead')).toBe('won');
    await claims.settle(id, 'dead');
    expect(await claims.takeOver(id, 'dead')).toBe('done');
    expect(await claims.takeOver(randomUUID(), 'dead')).toBe('done');
    await stop();

    const other = await openNew();
    await subject.claims.claim(other, 'busy');
    expect(await subject.claims.takeOver(other, 'busy')).toBe('pending');
  });

  test('an abandoned part is taken over by exactly one of many callers', async () => {
    const { sessions, claims, stop } = await start(8000);
    const id = await openNew({ sessions });
    await claims.claim(id, 'hint');
    await sleep(8100);

    const taken = await Promise.all(Array.from({ length: 20 }, () => claims.takeOver(id, 'hint')));

    expect(taken.filter((claim) => claim === 'won')).toHaveLength(1);
    await stop();
  });

  test('a claimed part leaves the others free', async () => {
    const id = await openNew();

    expect([await claims.claim(id, 'gif'), await claims.claim(id, 'labels-0')]).toEqual([
      'won',
      'won',
    ]);
  });

  test('a part that was given back can be claimed again', async () => {
    const id = await openNew();
    await claims.claim(id, 'gif');

    await claims.release(id, 'gif');
    await claims.release(id, 'gif');

    expect([await claims.claim(id, 'gif'), await claims.claim(id, 'gif')]).toEqual([
      'won',
      'pending',
    ]);
  });
};
