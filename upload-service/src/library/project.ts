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
  if (before) await library.removePostings(without(postingsOf(before), postings));
  if (await library.put(entry)) return 'listed';
  return giveWay(entry.id, postings, library);
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
