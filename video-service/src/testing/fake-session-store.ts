import { marksOf, PROCESSING, READY, type Session } from '../stores/session.ts';
import type { SessionStore } from '../stores/session-store.ts';

/** The session store in memory; `rows` is its table. */
export const fakeSessionStore = (now = Date.now) => {
  const rows = new Map<string, Session>();

  const change = async (
    id: string,
    changes: (session: Session) => Partial<Session>,
    unless: (keyof Session)[] = [],
  ) => {
    const session = rows.get(id);
    if (session?.status !== PROCESSING || unless.some((name) => session[name] !== undefined))
      return false;
    rows.set(id, { ...session, ...changes(session) });
    return true;
  };

  const store: SessionStore = {
    get: async (id) => structuredClone(rows.get(id)),

    async open({ id, ...source }) {
      const createdAt = new Date(now()).toISOString();
      const labelled = new Set<string>();
      const opened: Session = { id, status: PROCESSING, source, labelled, createdAt };
      const session = rows.get(id) ?? opened;
      rows.set(id, session);
      return structuredClone(session);
    },

    addGif: (id, gif, previews) => change(id, () => ({ gif, previews })),

    addCaptures: ({ id, source }, { captures, facts }) =>
      change(id, () => ({ captures, source: { ...source, ...facts } })),

    addLabelled: (id, frame) =>
      change(id, ({ labelled }) => ({ labelled: new Set([...labelled, frame]) })),

    fail: (id, error) => change(id, () => ({ error }), ['error', ...marksOf(error.stage)]),

    close: (id, status) =>
      change(id, () => ({ status, ...(status === READY && { error: undefined }) })),

    async *listOpen() {
      const open = [...rows.values()].filter(({ status }) => status === PROCESSING);
      open.sort((one, other) => (one.createdAt < other.createdAt ? -1 : 1));
      for (const { id } of open) yield id;
    },
  };
  return { ...store, rows };
};
