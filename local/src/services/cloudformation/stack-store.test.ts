import { DatabaseSync } from 'node:sqlite';
import { expect, test } from '@jest/globals';
import { createStackStore, type StoredResource } from './stack-store.ts';

const shelf: StoredResource = {
  ...{ stack: 'a', logicalId: 'Shelf', type: 'Test::Shelf', id: 'one' },
  ...{ properties: '{"Label":"old"}', retain: false },
};

test('an unchanged resource costs no write, and a changed one is stored', () => {
  const db = new DatabaseSync(':memory:');
  const store = createStackStore(db);
  const writes = () => Number(db.prepare('SELECT total_changes() AS count').get()?.['count']);
  store.keep(shelf);
  const before = writes();

  store.keep(shelf);
  expect(writes()).toBe(before);

  for (const changed of [
    { ...shelf, properties: '{"Label":"new"}' },
    { ...shelf, retain: true },
  ]) {
    store.keep(changed);
    expect(store.resources('a')).toEqual([changed]);
  }
});
