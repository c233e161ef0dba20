import type { DatabaseSync } from 'node:sqlite';
import { transaction } from '../../state/database.ts';

/** A stack after its last change; `code` maps the keys of its zips to the unpacked directories. */
export type StackRecord = {
  name: string;
  status: string;
  template: string | null;
  code: Record<string, string>;
  createdAt: string;
  updatedAt: string;
};

/** A template waiting to be deployed to its stack. */
export type ChangeSet = { name: string; template: string; type: 'CREATE' | 'UPDATE' };

/** An event of a stack or one of its resources. */
export type StackEvent = { logicalId: string; type: string; status: string; reason?: string };

export type StoredEvent = StackEvent & { id: string; at: string };

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS api_stacks (
    name TEXT PRIMARY KEY, status TEXT, template TEXT, code TEXT, created_at TEXT, updated_at TEXT
  );
  CREATE TABLE IF NOT EXISTS api_change_sets (
    stack TEXT REFERENCES api_stacks ON DELETE CASCADE, name TEXT, type TEXT, template TEXT,
    PRIMARY KEY (stack, name)
  );
  CREATE TABLE IF NOT EXISTS api_stack_events (
    id INTEGER PRIMARY KEY AUTOINCREMENT, stack TEXT REFERENCES api_stacks ON DELETE CASCADE,
    logical_id TEXT, type TEXT, status TEXT, reason TEXT, at TEXT
  )`;

export type StackRecords = ReturnType<typeof openStackRecords>;

/** The stacks deployed through the API, with their change sets and history; all of it is durable. */
export const openStackRecords = (db: DatabaseSync) => {
  db.exec(SCHEMA);
  return {
    list: (): StackRecord[] => db.prepare('SELECT * FROM api_stacks').all().map(asRecord),

    find(name: string): StackRecord | undefined {
      const row = db.prepare('SELECT * FROM api_stacks WHERE name = ?').get(name);
      return row && asRecord(row);
    },

    /** Stores the stack, and an event. */
    keep: ({ name, ...stack }: StackRecord, happened: StackEvent[]): void =>
      transaction(db, () => {
        db.prepare(
          `INSERT INTO api_stacks VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET
           status = excluded.status, template = excluded.template, code = excluded.code,
           updated_at = excluded.updated_at`,
        ).run(
          ...[name, stack.status, stack.template, JSON.stringify(stack.code)],
          ...[stack.createdAt, stack.updatedAt],
        );
        const insert = db.prepare(
          'INSERT INTO api_stack_events (stack, logical_id, type, status, reason, at) VALUES (?, ?, ?, ?, ?, ?)',
        );
        for (const { logicalId, type, status, reason = null } of happened) {
          insert.run(name, logicalId, type, status, reason, new Date().toISOString());
        }
      }),

    /** Forgets the stack, its change sets and its history. */
    forget: (name: string): void =>
      void db.prepare('DELETE FROM api_stacks WHERE name = ?').run(name),

    /** Latest first. */
    events: (stack: string): StoredEvent[] =>
      db
        .prepare('SELECT * FROM api_stack_events WHERE stack = ? ORDER BY id DESC')
        .all(stack)
        .map(asEvent),

    keepChangeSet: (stack: string, { name, type, template }: ChangeSet): void =>
      void db
        .prepare('INSERT OR REPLACE INTO api_change_sets VALUES (?, ?, ?, ?)')
        .run(stack, name, type, template),

    changeSet(stack: string, name: string): ChangeSet | undefined {
      const row = db
        .prepare('SELECT * FROM api_change_sets WHERE stack = ? AND name = ?')
        .get(stack, name);
      return row && asChangeSet(row);
    },

    forgetChangeSet: (stack: string, name: string): void =>
      void db.prepare('DELETE FROM api_change_sets WHERE stack = ? AND name = ?').run(stack, name),
  };
};

type Row = Record<string, unknown>;

const asRecord = (row: Row): StackRecord => ({
  name: String(row['name']),
  status: String(row['status']),
  template: typeof row['template'] === 'string' ? row['template'] : null,
  code: JSON.parse(String(row['code'])) as Record<string, string>,
  createdAt: String(row['created_at']),
  updatedAt: String(row['updated_at']),
});

const asChangeSet = (row: Row): ChangeSet => ({
  name: String(row['name']),
  template: String(row['template']),
  type: row['type'] === 'CREATE' ? 'CREATE' : 'UPDATE',
});

const asEvent = (row: Row): StoredEvent => ({
  id: String(row['id']),
  logicalId: String(row['logical_id']),
  type: String(row['type']),
  status: String(row['status']),
  at: String(row['at']),
  ...(typeof row['reason'] === 'string' && { reason: row['reason'] }),
});
