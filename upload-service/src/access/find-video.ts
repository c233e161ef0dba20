import type { DeletionStore } from '../stores/deletion-store.ts';
import type { LibraryStore } from '../stores/library/library-store.ts';
import type { Session, SessionStore } from '../stores/session-store.ts';

export type FindVideoPorts = {
  sessions: Pick<SessionStore, 'get'>;
  deletions: Pick<DeletionStore, 'get'>;
  library: Pick<LibraryStore, 'get'>;
};

/** A video as far as it has come; `key` is missing when only its results know it. */
export type FoundVideo = Pick<Session, 'id' | 'status'> & { key?: string };

/**
 * A video that the asker may see: one of the page's sessions, whose ids are known to their senders alone; for the
 * owner of the bank, a video of any door. Of a video that is being deleted there may still be results, and nobody
 * sees them.
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
  // What is not listed may be rendered all the same, by an earlier version.
  return entry?.state === 'processing' ? { id, key: entry.key, status: 0 } : { id, status: 1 };
};
