import type { SubDatabase, Table } from 'dynalite/db/index.js';

/** Reads each table's description, which every request needs, only once and again after it has changed. */
export const keepTables = (tables: SubDatabase<Table>) => {
  const { get, put, del } = tables;
  const known = new Map<string, Table>();
  let changes = 0;

  const forget = (name: string) => {
    changes += 1;
    known.delete(name);
  };

  tables.get = (name, done) => {
    const table = known.get(name);
    if (table) {
      done(null, table);
      return;
    }
    const before = changes;
    get(name, (error, found) => {
      // A read that began before a change can end after it.
      if (found && changes === before) known.set(name, found);
      done(error, found);
    });
  };

  // Before the change and after it, because others read meanwhile.
  tables.put = (name, table, done) => {
    forget(name);
    put(name, table, (error) => {
      forget(name);
      done(error);
    });
  };

  tables.del = (name, done) => {
    forget(name);
    del(name, (error) => {
      forget(name);
      done(error);
    });
  };
};
