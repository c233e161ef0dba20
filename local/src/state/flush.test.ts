import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { openDatabase, transaction } from './database.ts';
import { flush } from './flush.ts';
import { holdSyncs } from './testing/hold-syncs.ts';

let directory: string;
let db: DatabaseSync;

beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'flush-'));
  db = openDatabase(path.join(directory, 'state.db'));
  db.exec('CREATE TABLE counter (n INTEGER)');
});
afterEach(async () => {
  db.close();
  await rm(directory, { recursive: true });
});

const commit = () => transaction(db, () => db.prepare('INSERT INTO counter VALUES (1)').run());

test('a commit does not wait for the disk, and a flush does', async () => {
  using syncs = holdSyncs();

  commit();
  const flushed = flush(db);

  expect(await syncs.hold(flushed)).toBe(true);
  syncs.release();
  await flushed;
});

test('flushes share a sync, unless it has already begun', async () => {
  using syncs = holdSyncs();

  const first = [flush(db), flush(db)];
  await syncs.begun(1);
  commit();
  const later = [flush(db), flush(db)];
  syncs.release();
  await Promise.all([...first, ...later]);

  expect(syncs.count()).toBe(2);
});

test('all who wait for a failed sync hear of it, and the next flush tries again', async () => {
  using syncs = holdSyncs();

  const waiting = [flush(db), flush(db)];
  await syncs.begun(1);
  syncs.fail(new Error('I/O error'));

  expect(await Promise.allSettled(waiting)).toEqual(
    waiting.map(() => ({ status: 'rejected', reason: new Error('I/O error') })),
  );
  await flush(db);
  expect(syncs.count()).toBe(2);
});

test('a database in memory, and one without a commit, need no sync', async () => {
  using syncs = holdSyncs();

  await flush(openDatabase(':memory:'));
  await flush(openDatabase(path.join(directory, 'empty.db')));

  expect(syncs.count()).toBe(0);
});
