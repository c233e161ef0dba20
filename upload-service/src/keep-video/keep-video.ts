import type { KeptMarks } from '../stores/kept-marks.ts';
import type { LibraryStore } from '../stores/library/library-store.ts';

export type KeepVideoPorts = {
  library: Pick<LibraryStore, 'get' | 'keep'>;
  marks: Pick<KeptMarks, 'add' | 'remove'>;
};

/**
 * Protects a video from retention rules, or ends that. The mark or the library entry alone is enough to protect it, so
 * a run that crashes between the two deletes nothing, and repeating it completes it.
 */
export const keepVideo = async (
  { id, kept }: { id: string; kept: boolean },
  { library, marks }: KeepVideoPorts,
): Promise<'done' | 'unknown'> => {
  const entry = await library.get(id);
  if (!entry || entry === 'deleted') return 'unknown';
  await (kept ? marks.add(id) : marks.remove(id));
  if (await library.keep(id, kept)) return 'done';
  // The video was deleted in between, and its mark must not outlive it.
  await marks.remove(id);
  return 'unknown';
};
