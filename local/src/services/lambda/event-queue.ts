import { randomUUID } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import type { Clock } from '../../state/clock.ts';

/** An asynchronous invocation; `attempts` counts the failed ones, `createdAt` uses the engine's clock. */
export type QueuedEvent = {
  id: string;
  functionName: string;
  payload: string;
  createdAt: number;
  attempts: number;
};

export type EventQueue = ReturnType<typeof openEventQueue>;

/**
 * The unfinished asynchronous invocations, on disk. A row stays while its invocation runs and is deleted only when it
 * has succeeded or failed for good, so an interrupted one is due again after a crash. A restart makes all of them due
 * at once, because the clock may have been changed.
 */
export const openEventQueue = (db: DatabaseSync, clock: Clock) => {
  db.exec(`
    CREATE TABLE IF NOT EXISTS lambda_event (
      id TEXT PRIMARY KEY,
      functionName TEXT NOT NULL,
      payload TEXT NOT NULL,
      createdAt INTEGER NOT NULL,
      dueAt INTEGER NOT NULL,
      attempts INTEGER NOT NULL DEFAULT 0
    );
    CREATE INDEX IF NOT EXISTS lambda_event_due ON lambda_event (functionName, dueAt)`);
  db.prepare('UPDATE lambda_event SET dueAt = :now, createdAt = :now').run({ now: clock.now() });

  // Each function is asked for its next event whenever anything happens, and most have none.
  const names = db.prepare('SELECT DISTINCT functionName FROM lambda_event').all();
  const waiting = new Set(names.map(({ functionName }) => functionName));
  const anyOf = db.prepare('SELECT 1 FROM lambda_event WHERE functionName = ? LIMIT 1');

  const add = db.prepare(
    'INSERT INTO lambda_event (id, functionName, payload, createdAt, dueAt) VALUES (?, ?, ?, ?, ?)',
  );
  const due = db.prepare(
    `SELECT id, functionName, payload, createdAt, attempts FROM lambda_event
     WHERE functionName = ? AND dueAt <= ? AND id NOT IN (SELECT value FROM json_each(?))
     ORDER BY dueAt, rowid LIMIT 1`,
  );
  const nextDue = db.prepare('SELECT MIN(dueAt) AS dueAt FROM lambda_event WHERE dueAt > ?');
  const postpone = db.prepare('UPDATE lambda_event SET attempts = ?, dueAt = ? WHERE id = ?');
  const remove = db.prepare('DELETE FROM lambda_event WHERE id = ?');
  const removeAll = db.prepare('DELETE FROM lambda_event WHERE functionName = ?');

  return {
    add(functionName: string, payload: string): string {
      const id = randomUUID();
      const now = clock.now();
      add.run(id, functionName, payload, now, now);
      waiting.add(functionName);
      return id;
    },

    /** The function's event that has been due longest, except the given ones. */
    due(functionName: string, { now, except }: { now: number; except: string[] }) {
      if (!waiting.has(functionName)) return undefined;
      const event = due.get(functionName, now, JSON.stringify(except));
      if (!event && !anyOf.get(functionName)) waiting.delete(functionName);
      return event as QueuedEvent | undefined;
    },

    /** When the next event will be due; undefined without one. */
    nextDueAt: (now: number) => (nextDue.get(now)?.['dueAt'] ?? undefined) as number | undefined,

    postpone: (id: string, { attempts, delayMs }: { attempts: number; delayMs: number }) =>
      void postpone.run(attempts, clock.now() + Math.round(delayMs), id),
    remove: (id: string) => void remove.run(id),
    removeAll: (functionName: string) => void removeAll.run(functionName),
  };
};
