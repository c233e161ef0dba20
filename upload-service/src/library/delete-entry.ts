import type { LibraryStore } from '../stores/library/library-store.ts';
import { postingsOf } from './postings.ts';

/**
 * Takes a video out of the library for good: what arrives late finds its tombstone. The tombstone comes first and
 * keeps the entry until all that leads to it is gone, so a deletion that died is finished by its repetition.
 */
export const deleteEntry = async (
  id: string,
  library: Pick<LibraryStore, 'bury' | 'removePostings' | 'forget'>,
): Promise<void> => {
  for (const entry of await library.bury(id)) await library.removePostings(postingsOf(entry));
  await library.forget(id);
};

/** Takes away what a run that died has left of a video that was deleted while it was being listed. */
export const finishDeletion = async (
  id: string,
  library: Pick<LibraryStore, 'leftOf' | 'removePostings' | 'giveWay'>,
): Promise<void> => {
  const left = await library.leftOf(id);
  if (!left) return;
  await library.removePostings(postingsOf(left));
  await library.giveWay(id);
};
