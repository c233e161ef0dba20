import { promisify } from 'node:util';
import dynalite, { type Item, type Store, type Table } from 'dynalite/db/index.js';

/** Removes every row of the named secondary indexes. */
export const removeIndexes = async (store: Store, table: string, names: string[]) => {
  const remove = promisify(store.deleteIndexDb);
  for (const name of names) await remove('Global', table, name);
};

/** Puts every item of the table into its secondary indexes; the table may be written meanwhile. */
export const fillIndexes = async (store: Store, table: Table) => {
  const items = store.getItemDb(table.TableName);
  for await (const item of items.createValueStream() as AsyncIterable<Item>) {
    await indexItem(store, table, dynalite.createKey(item, table));
  }
};

// Under the item's lock and in its current state: the streamed one can be older than the index rows of a write in
// between.
const indexItem = (store: Store, table: Table, key: string) => {
  const items = store.getItemDb(table.TableName);
  return new Promise<void>((resolve, reject) => {
    items.lock(key, (release) => {
      const done = release((error) => (error ? reject(error) : resolve()));
      items.get(key, (error, item) => {
        if (error) done(error);
        else dynalite.updateIndexes(store, table, undefined, item, done);
      });
    });
  });
};
