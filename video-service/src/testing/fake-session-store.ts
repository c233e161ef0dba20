import type { SourceVideo } from '@video-service/shared/messages';
import { type Mark, marksOf, PROCESSING, READY, type Session } from '@video-service/shared/session';
import type { SessionStore } from '../stores/session-store.ts';
import { type Tombstone, VideoDeleted } from '../stores/tombstone-store.ts';

/** An in-memory session store; `rows` is its table. */
export const fakeSessionStore = (now = Date.now) => {
  const rows = new Map<string, Session>();
  const buried = new Map<string, Tombstone>();

  const change = async (
    id: string,
    changes: (session: Session) => Partial<Session>,
    unless: (keyof Session)[] = [],
  ) => {
    const session = rows.get(id);
    if (session?.status !== PROCESSING || unless.some((name) => session[name] !== undefined))
      return false;
    const updatedAt = new Date(now()).toISOString();
    rows.set(id, { ...session, updatedAt, ...changes(session) });
    return true;
  };

  // Another delivery of the stage has failed for good.
  const withoutError = ({ error }: Session, done: Mark) =>
    error && marksOf(error.stage).includes(done) ? { error: undefined } : {};

  const newSession = ({ id, ...source }: SourceVideo): Session => {
    const createdAt = new Date(now()).toISOString();
    const labelled = new Set<string>();
    return { id, status: PROCESSING, source, labelled, createdAt, updatedAt: createdAt };
  };

  const isRestarted = ({ id, source }: Pick<Session, 'id' | 'source'>) =>
    rows.get(id)?.source.size !== source.size;
  // Like `open` in the table: the closed sessions that the index lists.
  const reopened = new Set<string>();

  const store: SessionStore = {
    get: async (id) => structuredClone(rows.get(id)),

    async open(video) {
      if (buried.has(video.id)) throw new VideoDeleted();
      const session = rows.get(video.id) ?? newSession(video);
      rows.set(video.id, session);
      return structuredClone(session);
    },

    async restart(video) {
      if (rows.get(video.id)?.source.size !== 0) return false;
      rows.set(video.id, newSession(video));
      return true;
    },

    addGif: (id, gif, previews) =>
      change(id, (session) => ({ gif, previews, ...withoutError(session, 'gif') })),

    addCaptures: ({ id, source }, { pictures, facts, watched, recording }) =>
      change(
        id,
        (session) => ({
          captures: pictures.length,
          ...(pictures.length > 0 && { pictures: new Set(pictures) }),
          source: { ...source, ...facts },
          ...watched,
          ...recording,
          ...withoutError(session, 'captures'),
        }),
        ['captures'],
      ),

    async addLabelled(id, frame) {
      const isOpen = await change(id, ({ labelled }) => ({
        labelled: new Set([...labelled, frame]),
      }));
      return isOpen ? structuredClone(rows.get(id)) : undefined;
    },

    fail: async (session, error) =>
      !isRestarted(session) &&
      change(session.id, () => ({ error }), ['error', ...marksOf(error.stage)]),

    close: async (session, status) =>
      !isRestarted(session) &&
      change(session.id, () => ({ status, ...(status === READY && { error: undefined }) })),

    markRestarted: (id) => change(id, () => ({ restarted: true })),

    async addRelabelled(id) {
      const session = rows.get(id);
      if (session?.status !== READY) return false;
      rows.set(id, { ...session, relabelled: (session.relabelled ?? 0) + 1 });
      reopened.add(id);
      return true;
    },

    async endRelabelling({ id, relabelled }) {
      const session = rows.get(id);
      if (session?.status !== READY || session.relabelled !== relabelled) return false;
      reopened.delete(id);
      return true;
    },

    async *listOpen() {
      const open = [...rows.values()].filter(
        ({ id, status }) => status === PROCESSING || reopened.has(id),
      );
      open.sort((one, other) => (one.createdAt < other.createdAt ? -1 : 1));
      for (const { id } of open) yield id;
    },
  };
  return { ...store, rows, buried };
};
