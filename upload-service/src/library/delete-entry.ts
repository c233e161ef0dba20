import type { LibraryStore } from '../stores/library/library-store.ts';
import type { LibraryEntry } from '#api/library-entry';
import { postingsOf } from './postings.ts';

/**
 * Removes a video from the library for good: late deliveries find its tombstone. The tombstone is written first and
 * keeps the entry until everything that points to it is gone, so repeating a crashed deletion completes it.
 */
export const deleteEntry = async (
  id: string,
  library: Pick<LibraryStore, 'bury' | 'removePostings' | 'forget'>,
): Promise<void> => {
  for (const entry of await library.bury(id)) await library.removePostings(postingsOf(entry));
  await library.forget(id);
};

/** Also removes what a crashed run announced and never listed; only once no run can be listing the video. */
export const deleteEntryAndLeftovers = async (
  id: string,
  library: Pick<LibraryStore, 'bury' | 'removePostings' | 'forget' | 'withdraw'>,
): Promise<void> => {
  await removeEntries(await library.bury(id), library);
  await library.forget(id);
};

/** Removes what a crashed run has left of a video that was deleted while it was being listed. */
export const finishDeletion = async (
  id: string,
  library: Pick<LibraryStore, 'leftOf' | 'removePostings' | 'withdraw'>,
): Promise<void> => {
  await removeEntries(await library.leftOf(id), library);
};

const removeEntries = async (
  entries: LibraryEntry[],
  library: Pick<LibraryStore, 'removePostings' | 'withdraw'>,
) => {
  for (const entry of entries) {
    await library.removePostings(postingsOf(entry));
    await library.withdraw(entry);
  }
};
