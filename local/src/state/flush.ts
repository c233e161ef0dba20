import fs from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { transaction } from './database.ts';

const flushes = new WeakMap<DatabaseSync, () => Promise<void>>();

/**
 * Resolves when everything committed so far is on disk, and survives a power cut. Calls that come while a sync is
 * running share the next one.
 */
export const flush = (db: DatabaseSync): Promise<void> => {
  const own = flushes.get(db) ?? shared(() => syncLog(db));
  flushes.set(db, own);
  return own();
};

/**
 * A transaction that is on disk when it returns: for files that are replaced or deleted only after it,
 * and for what is acknowledged at once.
 */
export const durably = <Result>(db: DatabaseSync, work: () => Result): Result => {
  const result = transaction(db, work);
  const fd = openLog(db);
  if (fd === undefined) return result;
  try {
    fs.fdatasyncSync(fd);
  } finally {
    fs.closeSync(fd);
  }
  return result;
};

const shared = (sync: () => Promise<void>) => {
  let running = Promise.resolve();
  let next: Promise<void> | undefined;
  const start = () => {
    next = undefined;
    running = sync();
    return running;
  };
  // A running sync may miss what was committed after it began, and another caller hears of its error.
  return () => (next ??= running.then(start, start));
};

// SQLite appends each commit to its log, and syncs the log itself before it moves pages from there to the database.
// There is none in memory, nor before the first commit. Opening it takes microseconds. https://sqlite.org/wal.html
const openLog = (db: DatabaseSync): number | undefined => {
  const log = `${db.location()}-wal`;
  return fs.existsSync(log) ? fs.openSync(log, 'r+') : undefined;
};

const syncLog = async (db: DatabaseSync) => {
  const fd = openLog(db);
  if (fd === undefined) return;
  try {
    await new Promise<void>((resolve, reject) => {
      fs.fdatasync(fd, (error) => (error ? reject(error) : resolve()));
    });
  } finally {
    fs.closeSync(fd);
  }
};
