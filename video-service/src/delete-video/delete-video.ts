import type { Deleted, Deletion } from '@video-service/shared/deletions';
import type { Bucket } from '@video-service/shared/s3';
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
 * Deletes a video and all that this service has made of it. The tombstone comes first: no step begins after it, and
 * whatever a step that has begun still leaves behind goes with the sweep of fresh tombstones.
 */
export const deleteVideo = async (
  { id, key }: Pick<Deletion, 'id' | 'key'>,
  ports: DeleteVideoPorts,
): Promise<void> => {
  await deleteTraces(await ports.tombstones.bury(id, key), ports);
  const at = new Date(ports.now()).toISOString();
  await ports.tell({ kind: 'deleted', id, service: 'video-service', at });
};

/** Deletes what steps that were running have left of videos deleted a while ago; then their tombstones know nothing more. */
export const sweepTombstones = async (
  ports: DeleteVideoPorts,
  report: (id: string, error: unknown) => void,
): Promise<void> => {
  for await (const id of ports.tombstones.listFresh(ports.now() - LONGEST_RUN_MS)) {
    try {
      const tombstone = await ports.tombstones.get(id);
      if (!tombstone) continue;
      await deleteTraces(tombstone, ports);
      await ports.tombstones.settle(tombstone);
    } catch (error) {
      report(id, error);
    }
  }
};

// Lambda ends every run after fifteen minutes.
const LONGEST_RUN_MS = 16 * 60_000;

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
