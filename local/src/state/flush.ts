import fs from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { transaction } from './database.ts';

const flushes = new WeakMap<DatabaseSync, () => Promise<void>>();

/**
 * Resolves when everything committed so far is on disk, and survives a power cut. Calls that come while a sync is
 * running share the next one.
 */
export const flush = (db: DatabaseSync): Promise<void> => {
  const own = flushes.get(db) ?? shared(() => syncLog(logOf(db)));
  flushes.set(db, own);
  return own();
};

/** A transaction that is on disk when it returns: for files that are replaced or deleted only after it. */
export const durably = <Result>(db: DatabaseSync, work: () => Result): Result => {
  const result = transaction(db, work);
  const log = logOf(db);
  if (log === undefined) return result;
  const fd = fs.openSync(log, 'r+');
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
// Missing in memory, and as long as nothing has been committed. https://sqlite.org/wal.html
const logOf = (db: DatabaseSync): string | undefined => {
  const file = db.location();
  return file !== null && fs.existsSync(`${file}-wal`) ? `${file}-wal` : undefined;
};

const syncLog = async (log: string | undefined) => {
  if (log === undefined) return;
  // Opening takes microseconds; only the sync is worth a wait for another thread.
  const fd = fs.openSync(log, 'r+');
  try {
    await new Promise<void>((resolve, reject) => {
      fs.fdatasync(fd, (error) => (error ? reject(error) : resolve()));
    });
  } finally {
    fs.closeSync(fd);
  }
};
