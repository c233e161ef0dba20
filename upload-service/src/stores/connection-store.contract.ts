import { expect, test } from '@jest/globals';
import { ID, OTHER_ID } from '../testing/examples.ts';
import type { ConnectionStore } from './connection-store.ts';
import type { WithStore } from './session-store.contract.ts';

const MAX_SESSIONS = 20;

/** The contract of every connection store; each test gets an empty one. */
export const connectionStoreContract = (withStore: WithStore<ConnectionStore>) => {
  test('a session knows its subscribers', () =>
    withStore(async (store) => {
      for (const tab of ['one', 'two', 'three']) await store.open(tab);
      await store.subscribe('one', ID);
      await store.subscribe('two', ID);
      await store.subscribe('three', OTHER_ID);

      expect((await store.listeners(ID)).toSorted()).toEqual(['one', 'two']);
    }));

  test('a connection opened by the owner is the owner’s until it closes', () =>
    withStore(async (store) => {
      await store.open('stranger');
      await store.open('owner', { isOwner: true });
      await store.subscribe('owner', ID);

      expect(await store.isOwner('owner')).toBe(true);
      expect(await store.isOwner('stranger')).toBe(false);
      expect(await store.isOwner('nobody')).toBe(false);
      await store.close('owner');
      expect(await store.isOwner('owner')).toBe(false);
    }));

  test('subscribing twice counts once', () =>
    withStore(async (store) => {
      await store.open('tab');

      expect([await store.subscribe('tab', ID), await store.subscribe('tab', ID)]).toEqual([
        'subscribed',
        'subscribed',
      ]);
      expect(await store.listeners(ID)).toEqual(['tab']);
    }));

  test('a closed connection leaves nothing behind', () =>
    withStore(async (store) => {
      await store.open('tab');
      await store.subscribe('tab', ID);
      await store.subscribe('tab', OTHER_ID);
      await store.close('tab');

      expect(await store.listeners(ID)).toEqual([]);
      expect(await store.listeners(OTHER_ID)).toEqual([]);
      expect(await store.subscribe('tab', ID)).toBe('too-many-sessions');
      expect(await store.listeners(ID)).toEqual([]);
    }));

  test('closing an unknown connection is not an error', () =>
    withStore((store) => store.close('tab')));

  test('a connection can subscribe to a limited number of sessions', () =>
    withStore(async (store) => {
      await store.open('tab');
      for (let i = 0; i < MAX_SESSIONS; i++)
        expect(await store.subscribe('tab', `session ${i}`)).toBe('subscribed');

      expect(await store.subscribe('tab', ID)).toBe('too-many-sessions');
      expect(await store.subscribe('tab', 'session 0')).toBe('subscribed');
      expect(await store.listeners(ID)).toEqual([]);
    }));

  test('unsubscribing stops messages and makes room for another session', () =>
    withStore(async (store) => {
      await store.open('tab');
      for (let i = 0; i < MAX_SESSIONS; i++) await store.subscribe('tab', `session ${i}`);
      await store.unsubscribe('tab', 'session 0');
      await store.unsubscribe('tab', 'session 0');
      await store.unsubscribe('nobody', 'session 1');

      expect(await store.listeners('session 0')).toEqual([]);
      expect(await store.listeners('session 1')).toEqual(['tab']);
      expect(await store.subscribe('tab', ID)).toBe('subscribed');
    }));

  test('a session can have a limited number of subscribers', () =>
    withStore(async (store) => {
      for (let i = 0; i < 51; i++) await store.open(`tab ${i}`);
      for (let i = 0; i < 50; i++) expect(await store.subscribe(`tab ${i}`, ID)).toBe('subscribed');

      expect(await store.subscribe('tab 50', ID)).toBe('too-many-listeners');
      expect(await store.subscribe('tab 0', ID)).toBe('subscribed');
      expect(await store.listeners(ID)).toHaveLength(50);
    }));
};
