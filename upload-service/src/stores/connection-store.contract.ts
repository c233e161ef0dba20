import { expect, test } from '@jest/globals';
import { ID, OTHER_ID } from '../testing/examples.ts';
import type { ConnectionStore } from './connection-store.ts';
import type { WithStore } from './session-store.contract.ts';

const MAX_SESSIONS = 20;

/** What every connection store guarantees; each test gets an empty one. */
export const connectionStoreContract = (withStore: WithStore<ConnectionStore>) => {
  test('a session knows who listens to it', () =>
    withStore(async (store) => {
      for (const tab of ['one', 'two', 'three']) await store.open(tab);
      await store.subscribe('one', ID);
      await store.subscribe('two', ID);
      await store.subscribe('three', OTHER_ID);

      expect((await store.listeners(ID)).toSorted()).toEqual(['one', 'two']);
    }));

  test('who subscribes twice listens once', () =>
    withStore(async (store) => {
      await store.open('tab');

      expect([await store.subscribe('tab', ID), await store.subscribe('tab', ID)]).toEqual([
        true,
        true,
      ]);
      expect(await store.listeners(ID)).toEqual(['tab']);
    }));

  test('a connection that is closed leaves nothing behind', () =>
    withStore(async (store) => {
      await store.open('tab');
      await store.subscribe('tab', ID);
      await store.subscribe('tab', OTHER_ID);
      await store.close('tab');

      expect(await store.listeners(ID)).toEqual([]);
      expect(await store.listeners(OTHER_ID)).toEqual([]);
      expect(await store.subscribe('tab', ID)).toBe(false);
      expect(await store.listeners(ID)).toEqual([]);
    }));

  test('closing a connection that is not there is no error', () =>
    withStore((store) => store.close('tab')));

  test('a connection listens to so many sessions and no more', () =>
    withStore(async (store) => {
      await store.open('tab');
      for (let i = 0; i < MAX_SESSIONS; i++)
        expect(await store.subscribe('tab', `session ${i}`)).toBe(true);

      expect(await store.subscribe('tab', ID)).toBe(false);
      expect(await store.subscribe('tab', 'session 0')).toBe(true);
      expect(await store.listeners(ID)).toEqual([]);
    }));
};
