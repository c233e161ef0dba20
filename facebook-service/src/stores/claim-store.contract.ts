import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { ClaimStore } from './claim-store.ts';
import type { SessionStore } from './session-store.ts';

type Subject = { sessions: SessionStore; claims: ClaimStore; stop: () => Promise<void> };

/** What every store of claims guarantees. */
export const claimStoreContract = (start: (pendingMs?: number) => Promise<Subject>) => {
  let subject: Subject;
  let claims: ClaimStore;
  beforeAll(async () => {
    subject = await start();
    claims = subject.claims;
  });
  afterAll(() => subject.stop());

  const openNew = async ({ sessions }: Pick<Subject, 'sessions'> = subject) => {
    const { id } = await sessions.open({ id: randomUUID(), sender: '4711' });
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

  test('a part that nobody has claimed cannot be settled', async () => {
    const id = await openNew();

    await expect(claims.settle(id, 'gif')).rejects.toThrow();
  });

  test('a part whose claimer has died is done after a while', async () => {
    const { sessions, claims, stop } = await start(0);
    const id = await openNew({ sessions });
    await claims.claim(id, 'gif');

    expect(await claims.claim(id, 'gif')).toBe('done');
    await stop();
  });

  test('a claimed part leaves the others free', async () => {
    const id = await openNew();

    expect([await claims.claim(id, 'gif'), await claims.claim(id, 'labels-0')]).toEqual([
      'won',
      'won',
    ]);
  });

  test('a part that is given back can be claimed again', async () => {
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
