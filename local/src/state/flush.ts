import { open } from 'node:fs/promises';
import type { DatabaseSync } from 'node:sqlite';

const flushes = new WeakMap<DatabaseSync, () => Promise<void>>();

/**
 * Resolves when everything committed so far is on disk, and survives a power cut. Calls that come while a sync is
 * running share the next one.
 */
export const flush = (db: DatabaseSync): Promise<void> => {
  const own = flushes.get(db) ?? shared(() => syncLog(db.location()));
  flushes.set(db, own);
  return own();
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
// https://sqlite.org/wal.html
const syncLog = async (file: string | null) => {
  if (file === null) return;
  const log = await open(`${file}-wal`, 'r+').catch(unlessMissing);
  try {
    await log?.datasync();
  } finally {
    await log?.close();
  }
};

// Nothing has been written yet.
const unlessMissing = (error: NodeJS.ErrnoException) => {
  if (error.code === 'ENOENT') return undefined;
  throw error;
};
