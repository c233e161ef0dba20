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
  const entry = await library.bury(id);
  if (entry) await library.removePostings(postingsOf(entry));
  await library.forget(id);
};
