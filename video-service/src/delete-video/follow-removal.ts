import type { Deletion } from '@video-service/shared/deletions';
import type { Bucket } from '@video-service/shared/s3';
import type { Session } from '../stores/session.ts';
import type { SessionStore } from '../stores/session-store.ts';
import type { Tombstone, TombstoneStore } from '../stores/tombstone-store.ts';

export type FollowRemovalPorts = {
  sessions: Pick<SessionStore, 'get'>;
  tombstones: Pick<TombstoneStore, 'get' | 'sessionsOf'>;
  source: Pick<Bucket, 'describe'>;
  order: (deletion: Deletion) => Promise<void>;
};

/**
 * Orders the deletion of the video whose object has been removed from the bucket by other means. What was removed
 * belonged to the session that was opened last: earlier ones of the key lost theirs when it was replaced, and keep
 * their results.
 */
export const followRemoval = async (
  key: string,
  { sessions, tombstones, source, order }: FollowRemovalPorts,
): Promise<number> => {
  const ids = await tombstones.sessionsOf(key);
  const opened = await Promise.all(
    ids.map(async (id) => ({
      id,
      tombstone: await tombstones.get(id),
      session: await sessions.get(id),
    })),
  );
  const last = opened.toSorted((one, other) => (openedAt(one) < openedAt(other) ? 1 : -1))[0];
  // Our own deletion ends here.
  if (!last || last.tombstone) return 0;
  const { id, session } = last;
  if (session && session.source.key !== key) return 0;
  // It may have been put again since; then this is news of long ago.
  if (await source.describe(key, session?.source.etag)) return 0;
  await order({ kind: 'delete', id, key, by: 'storage' });
  return 1;
};

// Of a tombstone it is the time of the deletion.
const openedAt = ({
  tombstone,
  session,
}: {
  tombstone: Tombstone | undefined;
  session: Session | undefined;
}) => (tombstone ?? session)?.createdAt ?? '';
