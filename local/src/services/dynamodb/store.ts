import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import dynalite, { type Store } from 'dynalite/db/index.js';
import { keepTables } from './keep-tables.ts';

type Level = {
  put: (key: string, value: string, options: { sync: true }) => Promise<void>;
  open: () => Promise<void>;
  close: () => Promise<void>;
};

/**
 * dynalite's LevelDB in `dir`. `crashed` means that the last process did not close it, so secondary indexes can differ
 * from their tables.
 */
export const openStore = async (dir: string) => {
  await mkdir(dir, { recursive: true });
  const running = path.join(dir, 'running');
  const store = dynalite.create({ path: path.join(dir, 'level') });
  keepTables(store.tableDb);
  await store.db.open();
  const crashed = existsSync(running);
  await writeFile(running, '', { flush: true });

  return {
    store,
    crashed,

    /** Resolves when every write so far is on disk. */
    flush: () => putSynced(store, 'flushed', ''),

    reopen: () => reopen(store),

    close: async () => {
      await store.db.close();
      await rm(running);
    },
  };
};

// dynalite writes without sync and hides the option. LevelDB's log is sequential, so one synced write flushes all
// earlier ones to the disk.
const putSynced = ({ db }: Store, key: string, value: string) => {
  return levelOf(db).put.call(db, key, value, { sync: true });
};

// dynalite considers what it has closed as closed permanently.
const reopen = async ({ db }: Store) => {
  await levelOf(db).close.call(db);
  await levelOf(db).open.call(db);
};

const levelOf = (db: Store['db']) => Object.getPrototypeOf(db) as Level;
