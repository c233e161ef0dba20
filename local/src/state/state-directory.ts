import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { openDatabase } from './database.ts';
import { tryLock } from '@video-service/deploy/packaging/lock';

/** Another engine, process `pid`, uses the state directory. */
export class StateInUse extends Error {
  override readonly name = 'StateInUse';
  readonly directory: string;

  constructor(directory: string, pid: string) {
    super(`${directory} is in use by another engine, process ${pid}`);
    this.directory = directory;
  }
}

/** The state directory cannot be used; `message` has the reason. */
export class StateUnusable extends Error {
  override readonly name = 'StateUnusable';
}

export type StateDirectory = { db: DatabaseSync; close: () => void };

/** Opens a state directory for one engine at a time; throws StateInUse while another uses it, or StateUnusable. */
export const openStateDirectory = (directory: string): StateDirectory => {
  makeWritable(directory);
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

const makeWritable = (directory: string) => {
  try {
    makeDirectory(directory);
    accessSync(directory, constants.W_OK | constants.X_OK);
  } catch (cause) {
    const { code = '' } = cause as NodeJS.ErrnoException;
    const reason = REASONS.get(code);
    if (reason === undefined) throw cause;
    throw new StateUnusable(`${directory} ${reason}`, { cause });
  }
};

// A recursive mkdirSync never returns if a parent exists and mkdir still returns ENOENT, as under /proc.
const makeDirectory = (directory: string) => {
  if (isDirectory(directory)) return;
  const parent = path.dirname(directory);
  if (!existsSync(parent)) makeDirectory(parent);
  try {
    mkdirSync(directory);
  } catch (error) {
    // Another engine may have created it just now.
    if (!isDirectory(directory)) throw error;
  }
};

const isDirectory = (file: string) =>
  statSync(file, { throwIfNoEntry: false })?.isDirectory() ?? false;

const REASONS = new Map([
  ['EEXIST', 'is a file, and the engine needs a directory for its state'],
  ['ENOTDIR', 'lies in a file, and the engine needs a directory for its state'],
  ['EACCES', 'may not be written by this user'],
  ['EPERM', 'may not be written by this user'],
  ['ENOENT', 'cannot be made, as its file system takes no directories'],
  ['EROFS', 'is on a read-only file system'],
  ['ENOSPC', 'is on a disk that is full'],
]);
