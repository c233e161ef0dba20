import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';

const SQLITE_BUSY = 5;
const RETRY_MS = 100;

/**
 * Takes the lock of `file` and returns its release function; undefined while another process holds it. The kernel holds
 * the lock, through SQLite, so it ends with its process, however that ends.
 */
export const tryLock = (file: string): (() => void) | undefined => {
  const db = new DatabaseSync(file, { timeout: 0 });
  try {
    // An in-memory journal leaves no file behind after a `kill -9`.
    db.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
  } catch (error) {
    db.close();
    if (isBusy(error)) return undefined;
    throw error;
  }
  return () => db.close();
};

/** Does the work while holding the lock, waiting for its holder if necessary. */
export const withLock = async <Result>(
  file: string,
  work: () => Promise<Result>,
): Promise<Result> => {
  let unlock = tryLock(file);
  for (; !unlock; unlock = tryLock(file)) await sleep(RETRY_MS);
  try {
    return await work();
  } finally {
    unlock();
  }
};

const isBusy = (error: unknown) =>
  Error.isError(error) && 'errcode' in error && error.errcode === SQLITE_BUSY;
