import { beforeEach, expect, test } from '@jest/globals';
import type { SubDatabase, Table } from 'dynalite/db/index.js';
import { keepTables } from './keep-tables.ts';

const tableWith = (attribute: string): Table => ({
  TableName: 'sessions',
  AttributeDefinitions: [{ AttributeName: attribute, AttributeType: 'S' }],
  KeySchema: [{ AttributeName: attribute, KeyType: 'HASH' }],
});
const [FIRST, SECOND] = [tableWith('id'), tableWith('key')];

/** The rows on disk, and the names that were read from it. */
let disk: Map<string, Table>;
let reads: string[];
/** Lets the disk's reads and writes end. */
let ending: (() => void)[];
let tables: SubDatabase<Table>;

const end = () => ending.splice(0).forEach((finish) => finish());

beforeEach(() => {
  disk = new Map([['sessions', FIRST]]);
  [reads, ending] = [[], []];
  const change = (work: () => void, done: () => void) => {
    work();
    ending.push(done);
  };
  tables = {
    get: (name, done) => {
      reads.push(name);
      const found = disk.get(name);
      ending.push(() => done(found ? null : new Error('NotFound'), found));
    },
    put: (name, table, done) => change(() => disk.set(name, table), done),
    del: (name, done) => change(() => disk.delete(name), done),
  } as SubDatabase<Table>;
  keepTables(tables);
});

const read = () => {
  let result: Table | string | undefined;
  tables.get('sessions', (error, table) => (result = error?.message ?? table));
  end();
  return result;
};

test('a table is read from the disk once', () => {
  expect([read(), read(), read()]).toEqual([FIRST, FIRST, FIRST]);
  expect(reads).toEqual(['sessions']);
});

test('a missing table is looked for each time', () => {
  disk.clear();

  expect([read(), read()]).toEqual(['NotFound', 'NotFound']);
  disk.set('sessions', SECOND);
  expect(read()).toBe(SECOND);
});

test('a changed table is read again, and a removed one is gone', () => {
  read();

  tables.put('sessions', SECOND, () => undefined);
  end();
  expect(read()).toBe(SECOND);

  tables.del('sessions', () => undefined);
  end();
  expect(read()).toBe('NotFound');
});

test('a read that began before a change and ends after it is not kept', () => {
  const seen: (Table | undefined)[] = [];
  tables.get('sessions', (_, table) => void seen.push(table));
  const [endRead] = ending.splice(0);

  tables.put('sessions', SECOND, () => undefined);
  end();
  endRead?.();

  expect(seen).toEqual([FIRST]);
  expect(read()).toBe(SECOND);
});

test('a read while a change is under way is not kept', () => {
  tables.put('sessions', SECOND, () => undefined);
  const [endPut] = ending.splice(0);
  // The disk still had the old one.
  disk.set('sessions', FIRST);
  expect(read()).toBe(FIRST);

  disk.set('sessions', SECOND);
  endPut?.();

  expect(read()).toBe(SECOND);
});
