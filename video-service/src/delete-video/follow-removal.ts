import type { Deletion } from '@video-service/shared/deletions';
import type { Bucket } from '@video-service/shared/s3';
import type { Session } from '@video-service/shared/session';
import type { SessionStore } from '../stores/session-store.ts';
import type { Tombstone, TombstoneStore } from '../stores/tombstone-store.ts';

export type FollowRemovalPorts = {
  sessions: Pick<SessionStore, 'get'>;
  tombstones: Pick<TombstoneStore, 'get' | 'sessionsOf'>;
  source: Pick<Bucket, 'describe'>;
  order: (deletion: Deletion) => Promise<void>;
};

/**
 * Deletes the video whose object was removed from the bucket by other means. The object belonged to the session opened
 * last: earlier sessions of the key lost their object when it was replaced, and keep their results.
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
  // It may have been stored again since; then this notification is outdated.
  if (await source.describe(key, session?.source.etag)) return 0;
  await order({ kind: 'delete', id, key, by: 'storage' });
  return 1;
};

// For a tombstone, this is the time of the deletion.
const openedAt = ({
  tombstone,
  session,
}: {
  tombstone: Tombstone | undefined;
  session: Session | undefined;
}) => (tombstone ?? session)?.createdAt ?? '';
