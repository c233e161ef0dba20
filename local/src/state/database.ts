import { DatabaseSync } from 'node:sqlite';

/** The engine's only durable store; a commit survives `kill -9` and, after `flush`, a power cut. */
export const openDatabase = (file: string): DatabaseSync => {
  const db = new DatabaseSync(file);
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON');
  return db;
};

/** Writes everything in `work`, or nothing; inside another transaction it becomes part of that one. */
export const transaction = <Result>(db: DatabaseSync, work: () => Result): Result => {
  if (db.isTransaction) return work();
  db.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    db.exec('COMMIT');
    return result;
  } catch (error) {
    rollBack(db);
    throw error;
  }
};

// After some errors, such as a full disk, SQLite has already rolled back.
const rollBack = (db: DatabaseSync) => {
  if (db.isTransaction) db.exec('ROLLBACK');
};
