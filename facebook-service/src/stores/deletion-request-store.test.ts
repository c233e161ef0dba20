import { describe, expect, test } from '@jest/globals';
import { fakeRequests } from '../testing/fake-ports.ts';
import { startSessionTable } from '../testing/session-table.ts';
import { createDeletionRequestStore, type DeletionRequestStore } from './deletion-request-store.ts';

const ID = '7a1c2a0e-0b3f-4d52-9b60-0d8f4a3a6a11';
const MINUTE_MS = 60_000;

type Clock = { now: () => number; minutes: (count: number) => void };

const clock = (): Clock => {
  let time = Date.now();
  return { now: () => time, minutes: (count) => void (time += count * MINUTE_MS) };
};

const contract = (
  withStore: (check: (store: DeletionRequestStore, time: Clock) => Promise<void>) => Promise<void>,
) => {
  test('a yes counts for 15 minutes, and once', () =>
    withStore(async (store, { minutes }) => {
      expect(await store.isAsked('4711')).toBe(false);
      await store.ask('4711');
      minutes(14);
      expect(await store.isAsked('4711')).toBe(true);
      expect(await store.isAsked('4712')).toBe(false);
      minutes(2);
      expect(await store.isAsked('4711')).toBe(false);

      await store.ask('4711');
      await store.forgetAsked('4711');
      expect(await store.isAsked('4711')).toBe(false);
    }));

  test('a request is pending until it is finished, and its first outcome stays', () =>
    withStore(async (store) => {
      expect(await store.status(ID)).toBeUndefined();
      await store.open(ID);
      expect(await store.status(ID)).toEqual({ state: 'pending', videos: 0 });

      await store.finish(ID, { state: 'done', videos: 3 });
      await store.finish(ID, { state: 'done', videos: 0 });
      await store.open(ID);

      expect(await store.status(ID)).toEqual({ state: 'done', videos: 3 });
    }));
};

describe('requests in memory', () =>
  contract((check) => {
    const time = clock();
    return check(fakeRequests(time.now), time);
  }));

describe('requests in DynamoDB', () =>
  contract(async (check) => {
    const { db, stop } = await startSessionTable();
    const time = clock();
    await check(createDeletionRequestStore(db, 'sessions', time.now), time).finally(stop);
  }));
