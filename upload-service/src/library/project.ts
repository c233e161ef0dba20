import type { LibraryStore } from '../stores/library/library-store.ts';
import type { LibraryEntry } from './entry.ts';
import { type PlacedPosting, postingsOf } from './postings.ts';

export type ProjectPorts = Pick<LibraryStore, 'get' | 'addPostings' | 'removePostings' | 'put'>;

/**
 * Puts an entry into the library, in the place of an earlier revision; an older revision, or a deleted video,
 * changes nothing. The entry is written last: until then its postings lead to nothing.
 */
export const projectEntry = async (
  entry: LibraryEntry,
  library: ProjectPorts,
): Promise<'listed' | 'outdated' | 'deleted'> => {
  const before = await library.get(entry.id);
  if (before === 'deleted') return 'deleted';
  if (before && before.revision > entry.revision) return 'outdated';
  const postings = postingsOf(entry);
  await library.addPostings(postings);
  await dropPostings(before, postings, library);
  const put = await library.put(entry);
  if (put === 'refused') return giveWay(entry.id, postings, library);
  // Another delivery may have been faster since the entry was read.
  if (put.replaced?.revision !== before?.revision)
    await dropPostings(put.replaced, postings, library);
  return 'listed';
};

const dropPostings = async (
  entry: LibraryEntry | undefined,
  kept: PlacedPosting[],
  library: ProjectPorts,
) => {
  if (entry) await library.removePostings(without(postingsOf(entry), kept));
};

// Someone else was faster with a later revision, or has deleted the video.
const giveWay = async (id: string, postings: PlacedPosting[], library: ProjectPorts) => {
  const current = await library.get(id);
  const kept = current && current !== 'deleted' ? postingsOf(current) : [];
  await library.removePostings(without(postings, kept));
  return current === 'deleted' ? 'deleted' : 'outdated';
};

const without = (postings: PlacedPosting[], kept: PlacedPosting[]) => {
  const placeOf = ({ partition, posting }: PlacedPosting) => `${partition}/${posting.position}`;
  const places = new Set(kept.map(placeOf));
  return postings.filter((posting) => !places.has(placeOf(posting)));
};
