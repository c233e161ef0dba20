import type { LibraryStore } from '../stores/library/library-store.ts';
import type { LibraryEntry } from '#api/library-entry';
import { type PlacedPosting, postingsOf } from './postings.ts';

export type ProjectPorts = Pick<
  LibraryStore,
  'get' | 'announce' | 'addPostings' | 'removePostings' | 'put' | 'giveWay'
>;

/**
 * Puts an entry into the library, replacing an earlier revision; an older revision, or a deleted video, changes
 * nothing. The entry is announced first, so that postings of a crashed run are found, and written last: until then its
 * postings point to nothing.
 */
export const projectEntry = async (
  entry: LibraryEntry,
  library: ProjectPorts,
): Promise<'listed' | 'outdated' | 'deleted'> => {
  const announced = await library.announce(entry);
  if (announced === 'refused') return giveWay(entry, library);
  const postings = postingsOf(entry);
  await library.addPostings(postings);
  await dropPostings(announced, postings, library);
  const put = await library.put(entry);
  if (put === 'refused') return giveWay(entry, library);
  // Another delivery may have been faster since the entry was announced.
  if (put.replaced) await dropPostings([put.replaced], postings, library);
  return 'listed';
};

const dropPostings = async (
  entries: LibraryEntry[],
  kept: PlacedPosting[],
  library: ProjectPorts,
) => {
  const left = without(entries.flatMap(postingsOf), kept);
  if (left.length > 0) await library.removePostings(left);
};

// Another run was faster with a later revision, or has deleted the video.
const giveWay = async (entry: LibraryEntry, library: ProjectPorts) => {
  const current = await library.get(entry.id);
  const kept = current && current !== 'deleted' ? postingsOf(current) : [];
  await dropPostings([entry], kept, library);
  if (current !== 'deleted') return 'outdated';
  await library.giveWay(entry.id);
  return 'deleted';
};

const without = (postings: PlacedPosting[], kept: PlacedPosting[]) => {
  const placeOf = ({ partition, posting }: PlacedPosting) => `${partition}/${posting.position}`;
  const places = new Set(kept.map(placeOf));
  return postings.filter((posting) => !places.has(placeOf(posting)));
};
