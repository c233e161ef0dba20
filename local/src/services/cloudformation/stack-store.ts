import type { DatabaseSync } from 'node:sqlite';
import { transaction } from '../../state/database.ts';

/** A resource that was created, or was about to be; `properties` are JSON. */
export type StoredResource = {
  stack: string;
  logicalId: string;
  type: string;
  id: string;
  properties: string;
  retain: boolean;
};

/** The exports of a stack with their values, and the names of its imports. */
export type Links = { exports: ReadonlyMap<string, string>; imports: Iterable<string> };

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS stack_resources (
    stack TEXT, logical_id TEXT, type TEXT, id TEXT, properties TEXT, retain INTEGER,
    PRIMARY KEY (stack, logical_id, type, id)
  );
  CREATE TABLE IF NOT EXISTS stack_exports (name TEXT PRIMARY KEY, value TEXT, stack TEXT);
  CREATE TABLE IF NOT EXISTS stack_imports (stack TEXT, name TEXT, PRIMARY KEY (stack, name))`;

export type StackStore = ReturnType<typeof createStackStore>;

/** The resources, exports and imports of the stacks. */
export const createStackStore = (db: DatabaseSync) => {
  db.exec(SCHEMA);
  const all = (sql: string, ...values: string[]) => db.prepare(sql).all(...values);
  const run = (sql: string, ...values: string[]) => db.prepare(sql).run(...values);
  const unlink = (stack: string) => {
    run('DELETE FROM stack_exports WHERE stack = ?', stack);
    run('DELETE FROM stack_imports WHERE stack = ?', stack);
  };
  return {
    /** In the order of their creation. */
    resources: (stack: string): StoredResource[] =>
      all('SELECT * FROM stack_resources WHERE stack = ? ORDER BY rowid', stack).map(asResource),

    keep({ stack, logicalId, type, id, properties, retain }: StoredResource): void {
      db.prepare(
        `INSERT INTO stack_resources VALUES (?, ?, ?, ?, ?, ?)
         ON CONFLICT DO UPDATE SET properties = excluded.properties, retain = excluded.retain
         WHERE properties <> excluded.properties OR retain <> excluded.retain`,
      ).run(stack, logicalId, type, id, properties, Number(retain));
    },

    forget({ stack, logicalId, type, id }: StoredResource): void {
      const row = 'stack = ? AND logical_id = ? AND type = ? AND id = ?';
      run(`DELETE FROM stack_resources WHERE ${row}`, stack, logicalId, type, id);
    },

    /** Replaces the stack's exports and imports. */
    link: (stack: string, { exports, imports }: Links): void =>
      transaction(db, () => {
        unlink(stack);
        for (const [name, value] of exports) {
          run('INSERT INTO stack_exports VALUES (?, ?, ?)', name, value, stack);
        }
        for (const name of imports) run('INSERT INTO stack_imports VALUES (?, ?)', stack, name);
      }),

    exports: (): { name: string; value: string; stack: string }[] =>
      all('SELECT * FROM stack_exports').map(({ name, value, stack }) => ({
        name: String(name),
        value: String(value),
        stack: String(stack),
      })),

    importers: (name: string): string[] =>
      all('SELECT stack FROM stack_imports WHERE name = ?', name).map(({ stack }) => String(stack)),
  };
};

const asResource = (row: Record<string, unknown>): StoredResource => ({
  stack: String(row['stack']),
  logicalId: String(row['logical_id']),
  type: String(row['type']),
  id: String(row['id']),
  properties: String(row['properties']),
  retain: row['retain'] === 1,
});
