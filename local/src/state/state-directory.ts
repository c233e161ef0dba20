import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { openDatabase } from './database.ts';
import { tryLock } from './lock.ts';

/** Another engine, process `pid`, works on the state directory. */
export class StateInUse extends Error {
  override readonly name = 'StateInUse';
  readonly directory: string;

  constructor(directory: string, pid: string) {
    super(`${directory} is in use by another engine, process ${pid}`);
    this.directory = directory;
  }
}

export type StateDirectory = { db: DatabaseSync; close: () => void };

/** Opens a state directory for one engine at a time; throws StateInUse while another has it. */
export const openStateDirectory = (directory: string): StateDirectory => {
  mkdirSync(directory, { recursive: true });
  const unlock = tryLock(path.join(directory, 'lock'));
  const pidFile = path.join(directory, 'pid');
  if (!unlock) throw new StateInUse(directory, readFileSync(pidFile, 'utf8'));
  writeFileSync(pidFile, String(process.pid));
  const db = openDatabase(path.join(directory, 'engine.db'));
  return {
    db,
    close: () => {
      db.close();
      unlock();
    },
  };
};
