import type { DeletionStore } from '../stores/deletion-store.ts';
import type { LibraryStore } from '../stores/library/library-store.ts';
import type { Session, SessionStore } from '../stores/session-store.ts';

export type FindVideoPorts = {
  sessions: Pick<SessionStore, 'get'>;
  deletions: Pick<DeletionStore, 'get'>;
  library: Pick<LibraryStore, 'get'>;
};

/** A video in whatever state it has reached; `key` is missing if only its results are known. */
export type FoundVideo = Pick<Session, 'id' | 'status'> & { key?: string };

/**
 * The video, if the requester may see it: anyone who knows the id of one of the page's sessions, and the owner for
 * every video. Videos being deleted are hidden, even while their results still exist.
 */
export const findVideo = async (
  { id, isOwner }: { id: string; isOwner: boolean },
  { sessions, deletions, library }: FindVideoPorts,
): Promise<FoundVideo | undefined> => {
  const session = await sessions.get(id);
  if (session) return session;
  if (!isOwner || (await deletions.get(id))) return undefined;
  const entry = await library.get(id);
  if (entry === 'deleted') return undefined;
  // A video that is not listed may still be rendering, started by an earlier version.
  return entry?.state === 'processing' ? { id, key: entry.key, status: 0 } : { id, status: 1 };
};
