import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual, promisify } from 'node:util';
import type { Store } from 'dynalite/db/index.js';
import { fillIndexes, removeIndexes } from './indexes.ts';
import {
  changedIndexes,
  describeTable,
  indexNames,
  keyOf,
  type TableConfig,
  type TableIdentity,
} from './table-description.ts';

/** The tables of a store; only a deployment changes them. */
export const createTables = (store: Store, now: () => number) => {
  // Only this module writes these rows.
  const read = promisify(store.tableDb.get) as (
    name: string,
  ) => Promise<(TableConfig & TableIdentity) | undefined>;

  const list = async (): Promise<TableConfig[]> => {
    const names = (await store.tableDb.createKeyStream().toArray()) as string[];
    const tables = await Promise.all(names.map((name) => read(name)));
    return tables.filter((table) => table !== undefined);
  };

  return {
    list,

    /** Creates the table, or changes it in place: items stay, and new and changed indexes are filled. */
    configure: async (config: TableConfig) => {
      const { TableName } = config;
      const before = await read(TableName);
      if (before && !isDeepStrictEqual(keyOf(before), keyOf(config))) {
        throw new Error(`Table ${TableName} cannot change its key in place: rename the new one`);
      }
      const identity = before ?? { TableId: randomUUID(), CreationDateTime: now() / 1000 };
      await promisify(store.tableDb.put)(TableName, describeTable(config, identity));
      if (!before) return;
      await removeIndexes(store, TableName, changedIndexes(before, config));
      if (changedIndexes(config, before).length > 0) await fillIndexes(store, config);
    },

    /** Removes the table, its items and its indexes; succeeds if it does not exist. */
    remove: async (name: string) => {
      const table = await read(name);
      if (!table) return;
      await removeIndexes(store, name, indexNames(table));
      await promisify(store.deleteItemDb)(name);
      await promisify(store.tableDb.del)(name);
    },

    /** Makes every index equal to its table again. */
    mendIndexes: async () => {
      for (const table of await list()) {
        await removeIndexes(store, table.TableName, indexNames(table));
        await fillIndexes(store, table);
      }
    },
  };
};
