import type { Deletion } from '@video-service/shared/deletions';
import { deleteEntry } from '../library/delete-entry.ts';
import { push, type PushPorts } from '../live/push.ts';
import { tellLibrary } from '../live/tell-library.ts';
import type { ConnectionStore } from '../stores/connection-store.ts';
import type { DeletionStore } from '../stores/deletion-store.ts';
import type { LibraryStore } from '../stores/library/library-store.ts';
import type { StepStore } from '../stores/step-store.ts';

export type ForgetVideoPorts = PushPorts & {
  deletions: Pick<DeletionStore, 'bury' | 'note'>;
  library: Pick<LibraryStore, 'bury' | 'removePostings' | 'forget'>;
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
  await deletions.bury(id, by);
  await deleteEntry(id, library);
  await steps.deleteAll(id);
  await push({ session: id, step: 'deleted' }, ports);
  await tellLibrary({ id, state: 'deleted' }, ports);
  for (const listener of await connections.listeners(id))
    await connections.unsubscribe(listener, id);
  await deletions.note(id, 'upload-service', new Date(now()).toISOString());
};
