import type { Deletion } from '@video-service/shared/deletions';
import type { DeletionStore } from '../stores/deletion-store.ts';
import type { LibraryStore } from '../stores/library/library-store.ts';
import type { SessionStore } from '../stores/session-store.ts';

export type DeleteVideoPorts = {
  sessions: Pick<SessionStore, 'get'>;
  deletions: Pick<DeletionStore, 'bury' | 'get'>;
  library: Pick<LibraryStore, 'get'>;
  order: (deletion: Deletion) => Promise<void>;
};

/**
 * Requests the deletion of a video in all services; safe to repeat. The owner and the retention rules can delete every
 * video. Other uploaders can delete only those sent through the page, whose ids only their senders know.
 */
export const deleteVideo = async (
  { id, by }: { id: string; by: 'owner' | 'sender' | 'rule' },
  { sessions, deletions, library, order }: DeleteVideoPorts,
): Promise<'ordered' | 'unknown'> => {
  const session = await sessions.get(id);
  const entry = by !== 'sender' && !session ? await library.get(id) : undefined;
  const isDeleted = entry === 'deleted' || (!session && (await deletions.get(id)) !== undefined);
  if (!session && !entry && !isDeleted) return 'unknown';
  const key = session?.key ?? (entry === 'deleted' ? undefined : entry?.key);
  await order({ kind: 'delete', id, ...(key !== undefined && { key }), by });
  // From now on it is hidden from everyone, however long the rest takes.
  await deletions.bury(id, by);
  return 'ordered';
};
