import type { KeptMarks } from '../stores/kept-marks.ts';
import type { LibraryStore } from '../stores/library/library-store.ts';

export type KeepVideoPorts = {
  library: Pick<LibraryStore, 'get' | 'keep'>;
  marks: Pick<KeptMarks, 'add' | 'remove'>;
};

/**
 * Keeps a video from all rules on how long videos stay, or ends that. Rules spare what its mark or the library calls
 * kept, so a run that dies between the two deletes nothing, and its repetition finishes it.
 */
export const keepVideo = async (
  { id, kept }: { id: string; kept: boolean },
  { library, marks }: KeepVideoPorts,
): Promise<'done' | 'unknown'> => {
  const entry = await library.get(id);
  if (!entry || entry === 'deleted') return 'unknown';
  await (kept ? marks.add(id) : marks.remove(id));
  if (await library.keep(id, kept)) return 'done';
  // It was deleted in between, and its mark must not outlive it.
  await marks.remove(id);
  return 'unknown';
};
