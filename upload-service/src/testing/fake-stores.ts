import type { StepDone } from '@video-service/shared/messages';
import type { ConnectionStore } from '../stores/connection-store.ts';
import type { DeletionRecord, DeletionStore } from '../stores/deletion-store.ts';
import type { KeptMarks } from '../stores/kept-marks.ts';
import type { Session, SessionStore } from '../stores/session-store.ts';
import type { StepStore } from '../stores/step-store.ts';

const MAX_SESSIONS = 20;
const MAX_LISTENERS = 50;

/** An in-memory session store. */
export const fakeSessions = (
  ...sessions: Session[]
): SessionStore & { rows: Map<string, Session> } => {
  const rows = new Map(sessions.map((session) => [session.id, session]));
  return {
    rows,
    create: async (session) => {
      if (!rows.has(session.id)) rows.set(session.id, { ...session, status: 0 });
    },
    get: async (id) => structuredClone(rows.get(id)),
    finish: async (id, outcome) => {
      const row = rows.get(id);
      if (!row || (row.revision ?? 0) > outcome.revision) return false;
      rows.set(id, { ...row, ...outcome });
      return true;
    },
  };
};

/** In-memory tombstones, which replace the given sessions. */
export const fakeDeletions = (sessions?: { rows: Map<string, Session> }): DeletionStore => {
  const records = new Map<string, DeletionRecord>();
  return {
    bury: async (id, by) => {
      sessions?.rows.delete(id);
      const record = { at: '2026-11-22T12:00:00.000Z', by, done: {}, ...records.get(id) };
      records.set(id, record);
      return structuredClone(record);
    },
    note: async (id, service, at) => {
      const { done = {}, ...rest } = records.get(id) ?? {};
      const record = { ...rest, done: { [service]: at, ...done } };
      records.set(id, record);
      return structuredClone(record);
    },
    get: async (id) => structuredClone(records.get(id)),
  };
};

/** In-memory marks of kept videos. */
export const fakeMarks = (): KeptMarks & { ids: Set<string> } => {
  const ids = new Set<string>();
  return {
    ids,
    has: async (id) => ids.has(id),
    add: async (id) => void ids.add(id),
    remove: async (id) => void ids.delete(id),
  };
};

/** An in-memory step store. */
export const fakeSteps = (): StepStore => {
  const rows = new Map<string, StepDone>();
  return {
    record: async (done) => {
      rows.set([done.id, done.step, done.frame].join('#'), structuredClone(done));
    },
    deleteAll: async (id) => {
      for (const [key, done] of rows) if (done.id === id) rows.delete(key);
    },
    list: async (id) => [...rows.values()].filter((done) => done.id === id),
  };
};

/** An in-memory connection store. */
export const fakeConnections = (): ConnectionStore => {
  const open = new Map<string, Set<string>>();
  const owners = new Set<string>();
  const listeners = (session: string) =>
    [...open].filter(([, sessions]) => sessions.has(session)).map(([id]) => id);
  return {
    open: async (connectionId, options) => {
      open.set(connectionId, new Set());
      if (options?.isOwner) owners.add(connectionId);
    },
    isOwner: async (connectionId) => owners.has(connectionId),
    subscribe: async (connectionId, session) => {
      const others = listeners(session).filter((id) => id !== connectionId);
      if (others.length >= MAX_LISTENERS) return 'too-many-listeners';
      const sessions = open.get(connectionId);
      if (!sessions || (sessions.size >= MAX_SESSIONS && !sessions.has(session)))
        return 'too-many-sessions';
      sessions.add(session);
      return 'subscribed';
    },
    unsubscribe: async (connectionId, session) => void open.get(connectionId)?.delete(session),
    listeners: async (session) => listeners(session),
    close: async (connectionId) => {
      open.delete(connectionId);
      owners.delete(connectionId);
    },
  };
};
