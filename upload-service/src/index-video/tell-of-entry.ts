import type { LibraryEntry } from '#api/library-entry';
import { push, type PushPorts } from '../live/push.ts';
import { tellLibrary } from '../live/tell-library.ts';

/**
 * Notifies the owner's open pages of a new entry, and the subscribers of a video from another door that it is done. For
 * the page's videos, `status` does the latter.
 */
export const tellOfEntry = async (
  { id, door, state }: Pick<LibraryEntry, 'id' | 'door' | 'state'>,
  ports: PushPorts,
): Promise<void> => {
  if (door !== 'page') await push({ session: id, step: 'done' }, ports);
  await tellLibrary({ id, state }, ports);
};
