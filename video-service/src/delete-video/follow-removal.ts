import type { Deletion } from '@video-service/shared/deletions';
import type { Bucket } from '@video-service/shared/s3';
import type { SessionStore } from '../stores/session-store.ts';
import type { TombstoneStore } from '../stores/tombstone-store.ts';

export type FollowRemovalPorts = {
  sessions: Pick<SessionStore, 'get'>;
  tombstones: Pick<TombstoneStore, 'get' | 'sessionsOf'>;
  source: Pick<Bucket, 'describe'>;
  order: (deletion: Deletion) => Promise<void>;
};

/** Orders the deletion of the videos whose object has been removed from the bucket by other means. */
export const followRemoval = async (
  key: string,
  { sessions, tombstones, source, order }: FollowRemovalPorts,
): Promise<number> => {
  let ordered = 0;
  for (const id of await tombstones.sessionsOf(key)) {
    // Our own deletion ends here.
    if (await tombstones.get(id)) continue;
    const session = await sessions.get(id);
    if (session && session.source.key !== key) continue;
    // It may have been put again since; then this is news of long ago.
    if (await source.describe(key, session?.source.etag)) continue;
    await order({ kind: 'delete', id, key, by: 'storage' });
    ordered += 1;
  }
  return ordered;
};
