import { type LibraryEntry, positionOf } from '../../upload-service/api/library-entry.ts';
import type { VideoQuery } from '../../upload-service/api/video-query.ts';
import { matchOf } from '../../upload-service/src/library/match.ts';
import {
  cameraLabelPartitions,
  type PlacedPosting,
} from '../../upload-service/src/library/postings.ts';
import { randomEntry, randomFrom } from '../../upload-service/src/testing/library-entries.ts';

/** "Person and dog in one picture, 22 to 6, camera garden". */
export const QUERY: VideoQuery = {
  labels: ['Person', 'Dog'],
  camera: 'garden',
  hours: { from: 22, to: 6 },
};
export const QUERY_STRING = 'label=Person&label=Dog&camera=garden&hours=22-6';

const READ = new Set(
  QUERY.labels.flatMap((label) => cameraLabelPartitions({ camera: 'garden', label })),
);

/** The same video for the same number, so that a million need not be in memory. */
export const videoOf = (number: number): LibraryEntry => randomEntry(number, randomFrom(number));

/** Whether the query, or a plain list, reads the posting. */
export const isRead = ({ stream, partition }: PlacedPosting) =>
  stream === 'all' || READ.has(partition);

/** The video's place among the query's results; undefined if it is not one of them. */
export const placeOf = (entry: LibraryEntry) =>
  matchOf({ ...entry, kept: false }, QUERY) && { position: positionOf(entry), id: entry.id };

/** Whether these are the ids of the places, newest first. */
export const areNewestFirst = (ids: string[], places: { position: string; id: string }[]) => {
  const wanted = places.toSorted((one, other) => (one.position < other.position ? 1 : -1));
  return ids.length === wanted.length && ids.every((id, at) => id === wanted[at]?.id);
};
