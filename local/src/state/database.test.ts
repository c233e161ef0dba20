import { expect, test } from '@jest/globals';
import { openDatabase, transaction } from './database.ts';

const openCounter = () => {
  const db = openDatabase(':memory:');
  db.exec('CREATE TABLE counter (n INTEGER)');
  const add = (n: number) => db.prepare('INSERT INTO counter VALUES (?)').run(n);
  const rows = () =>
    db
      .prepare('SELECT n FROM counter')
      .all()
      .map(({ n }) => n);
  return { db, add, rows };
};

test('a transaction that throws leaves nothing behind', () => {
  const { db, add, rows } = openCounter();

  expect(() =>
    transaction(db, () => {
      add(1);
      throw new Error('half-way');
    }),
  ).toThrow('half-way');

  expect(rows()).toEqual([]);
});

test('an inner transaction is undone with the outer one', () => {
  const { db, add, rows } = openCounter();

  expect(() =>
    transaction(db, () => {
      transaction(db, () => add(1));
      throw new Error('half-way');
    }),
  ).toThrow('half-way');
  transaction(db, () => transaction(db, () => add(2)));

  expect(rows()).toEqual([2]);
});
