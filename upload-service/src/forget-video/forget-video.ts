import type { Deleted, Deletion } from '@video-service/shared/deletions';
import { deleteEntry, deleteEntryAndLeftovers } from '../library/delete-entry.ts';
import { push, type PushPorts } from '../live/push.ts';
import { tellLibrary } from '../live/tell-library.ts';
import type { ConnectionStore } from '../stores/connection-store.ts';
import type { DeletionRecord, DeletionStore } from '../stores/deletion-store.ts';
import type { LibraryStore } from '../stores/library/library-store.ts';
import type { StepStore } from '../stores/step-store.ts';

export type ForgetVideoPorts = PushPorts & {
  deletions: Pick<DeletionStore, 'bury' | 'note'>;
  library: Pick<LibraryStore, 'bury' | 'removePostings' | 'forget' | 'withdraw'>;
  steps: Pick<StepStore, 'deleteAll'>;
  connections: Pick<ConnectionStore, 'listeners' | 'unsubscribe' | 'close'>;
  now: () => number;
};

/**
 * Forgets a video: notifies its subscribers, then deletes its session, its library entry, its steps and its
 * subscriptions. Tombstones are written first.
 */
export const forgetVideo = async (
  { id, by }: Pick<Deletion, 'id' | 'by'>,
  ports: ForgetVideoPorts,
): Promise<void> => {
  const { deletions, library, steps, connections, now } = ports;
  const record = await deletions.bury(id, by);
  if (canNobodyList(record, now())) await deleteEntryAndLeftovers(id, library);
  else await deleteEntry(id, library);
  await steps.deleteAll(id);
  await push({ session: id, step: 'deleted' }, ports);
  await tellLibrary({ id, state: 'deleted' }, ports);
  for (const listener of await connections.listeners(id))
    await connections.unsubscribe(listener, id);
  await deletions.note(id, 'upload-service', new Date(now()).toISOString());
};

/**
 * Records that another service holds nothing of a video any more. video-service confirms twice, the second time after
 * the last of its steps must have ended.
 */
export const noteDeleted = async (
  { id, service, at }: Deleted,
  { deletions, library, now }: Pick<ForgetVideoPorts, 'deletions' | 'library' | 'now'>,
): Promise<void> => {
  const record = await deletions.note(id, service, at);
  if (canNobodyList(record, now())) await deleteEntryAndLeftovers(id, library);
};

// Lambda ends the functions that list videos after a minute.
const LONGEST_LISTING_MS = 5 * 60_000;

// A run that began to list the video before it was deleted cleans up after itself, unless it crashed. Later none can
// begin, because there is no metadata.json.
const canNobodyList = ({ done }: DeletionRecord, now: number) =>
  done['video-service'] !== undefined &&
  now - Date.parse(done['video-service']) > LONGEST_LISTING_MS;
