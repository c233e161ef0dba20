import type { LibraryStore } from '../stores/library/library-store.ts';
import { type LibraryEntry, positionOf } from '#api/library-entry';
import { finishDeletion } from './delete-entry.ts';
import { type PlacedPosting, postingsOf } from './postings.ts';

export type ProjectPorts = Pick<
  LibraryStore,
  'get' | 'announce' | 'addPostings' | 'removePostings' | 'put' | 'withdraw' | 'leftOf'
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
  // Who lists a later revision is still at it, or is repeated.
  const earlier = announced.filter(({ revision }) => revision <= entry.revision);
  await dropPostings(earlier, postings, library);
  const put = await library.put(entry);
  if (put === 'refused') return giveWay(entry, library);
  const { replaced } = put;
  if (!replaced) return 'listed';
  // Another delivery of the same revision, which has found another time, may have dropped these postings.
  if (replaced.revision === entry.revision && positionOf(replaced) !== positionOf(entry))
    await library.addPostings(postings);
  // It may have been faster since the entry was announced.
  await dropPostings([replaced], postings, library);
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
  if (current === 'deleted') {
    // Its announcement may have been withdrawn as that of a crashed run.
    await library.removePostings(postingsOf(entry));
    await finishDeletion(entry.id, library);
    return 'deleted';
  }
  await dropPostings([entry], current ? postingsOf(current) : [], library);
  await library.withdraw(entry);
  return 'outdated';
};

const without = (postings: PlacedPosting[], kept: PlacedPosting[]) => {
  const placeOf = ({ partition, posting }: PlacedPosting) => `${partition}/${posting.position}`;
  const places = new Set(kept.map(placeOf));
  return postings.filter((posting) => !places.has(placeOf(posting)));
};
