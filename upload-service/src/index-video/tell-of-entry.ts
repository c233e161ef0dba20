import type { LibraryEntry } from '#api/library-entry';
import { push, type PushPorts } from '../live/push.ts';
import { tellLibrary } from '../live/tell-library.ts';

/**
 * Tells the owner's open pages of a new entry, and those who follow a video of another door that it is done; `status`
 * tells those who follow one of the page.
 */
export const tellOfEntry = async (
  { id, door, state }: Pick<LibraryEntry, 'id' | 'door' | 'state'>,
  ports: PushPorts,
): Promise<void> => {
  if (door !== 'page') await push({ session: id, step: 'done' }, ports);
  await tellLibrary({ id, state }, ports);
};
