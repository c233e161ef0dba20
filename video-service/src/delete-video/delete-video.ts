import type { Deleted, Deletion } from '@video-service/shared/deletions';
import type { Bucket } from '@video-service/shared/s3';
import { LONGEST_RUN_SECONDS } from '@video-service/shared/session-times';
import type { LabelStore } from '../stores/label-store.ts';
import type { Tombstone, TombstoneStore } from '../stores/tombstone-store.ts';

export type DeleteVideoPorts = {
  tombstones: Pick<TombstoneStore, 'bury' | 'get' | 'settle' | 'sessionsOf' | 'listFresh'>;
  labels: Pick<LabelStore, 'deleteAll'>;
  source: Pick<Bucket, 'deleteContent' | 'deleteUnder'>;
  renders: Pick<Bucket, 'deleteUnder'>;
  tell: (deleted: Deleted) => Promise<void>;
  now: () => number;
};

/**
 * Deletes a video and everything this service has derived from it. The tombstone is written first: no step starts after
 * it, and the sweep of fresh tombstones deletes what a running step still leaves behind.
 */
export const deleteVideo = async (
  { id, key }: Pick<Deletion, 'id' | 'key'>,
  ports: DeleteVideoPorts,
): Promise<void> => {
  await deleteTraces(await ports.tombstones.bury(id, key), ports);
  await confirm(id, ports);
};

/**
 * Deletes what running steps have left of videos deleted a while ago, confirms that again, and reduces their tombstones
 * to the id. Other services delete then what only a running step could have needed.
 */
export const sweepTombstones = async (
  ports: DeleteVideoPorts,
  report: (id: string, error: unknown) => void,
): Promise<void> => {
  for await (const id of ports.tombstones.listFresh(ports.now() - LONGEST_RUN_SECONDS * 1000)) {
    try {
      const tombstone = await ports.tombstones.get(id);
      if (!tombstone) continue;
      await deleteTraces(tombstone, ports);
      await confirm(id, ports);
      await ports.tombstones.settle(tombstone);
    } catch (error) {
      report(id, error);
    }
  }
};

const confirm = (id: string, { tell, now }: Pick<DeleteVideoPorts, 'tell' | 'now'>) =>
  tell({ kind: 'deleted', id, service: 'video-service', at: new Date(now()).toISOString() });

const deleteTraces = async (
  { id, source: video }: Tombstone,
  { labels, source, renders, tombstones }: DeleteVideoPorts,
) => {
  await source.deleteUnder(`videos/${id}/`);
  if (video && (await isItsOwn({ id, ...video }, tombstones)))
    await source.deleteContent(video.key, video.etag);
  await source.deleteUnder(`captures/${id}/`);
  await renders.deleteUnder(`${id}/`);
  await labels.deleteAll(id);
};

// Other videos may have been put at the key. Only the content tells them apart, since their sessions may not be open yet;
// of old sessions it is not known.
const isItsOwn = async (
  { id, key, etag }: { id: string; key: string; etag?: string | undefined },
  tombstones: Pick<TombstoneStore, 'sessionsOf'>,
) => etag !== undefined || (await tombstones.sessionsOf(key)).every((other) => other === id);
