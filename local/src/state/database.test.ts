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

test('a full disk is reported, even inside a transaction, and work continues when there is space', () => {
  const { db, add, rows } = openCounter();
  const fill = () => db.prepare('INSERT INTO counter VALUES (randomblob(1000000))').run();
  db.exec('PRAGMA max_page_count = 10');

  expect(() => transaction(db, fill)).toThrow('database or disk is full');
  db.exec('PRAGMA max_page_count = 10000');
  transaction(db, () => add(1));

  expect(rows()).toEqual([1]);
});
