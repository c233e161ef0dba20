import { type LibraryEntry, type ListedEntry, localTimeOf } from '#api/library-entry';
import type { VideoQuery } from '#api/video-query';
import { isWithin } from './hours.ts';
import { mayHave } from './label-signature.ts';
import type { Posting } from './postings.ts';

/** A matching video, and its captures that show all requested labels; none without requested labels. */
export type Match = { entry: ListedEntry; moments: LibraryEntry['captures'] };

/** The entry with its moments, if it matches everything in the query. */
export const matchOf = (entry: ListedEntry, query: VideoQuery): Match | undefined => {
  const local = localTimeOf(entry.recorded);
  const day = local.slice(0, 10);
  const fits =
    (query.camera === undefined || entry.camera === query.camera) &&
    (query.door === undefined || entry.door === query.door) &&
    (query.state === undefined || entry.state === query.state) &&
    (query.from === undefined || day >= query.from) &&
    (query.to === undefined || day <= query.to) &&
    (query.hours === undefined || isWithin(Number(local.slice(11, 13)), query.hours)) &&
    (query.text === undefined || entry.name.toLowerCase().includes(query.text.toLowerCase()));
  if (!fits) return undefined;
  const moments = momentsOf(entry, query.labels);
  return query.labels.length > 0 && moments.length === 0 ? undefined : { entry, moments };
};

/** False when a posting alone shows that its video does not match. */
export const mayMatch = (
  { camera, door, state, minute, shownWith }: Posting,
  query: VideoQuery,
): boolean =>
  (query.camera === undefined || camera === query.camera) &&
  (query.door === undefined || door === query.door) &&
  (query.state === undefined || state === query.state) &&
  (query.hours === undefined || isWithin(Math.floor(minute / 60), query.hours)) &&
  (shownWith === undefined || mayHave(shownWith, query.labels));

const momentsOf = (entry: LibraryEntry, labels: string[]) => {
  const [first, ...others] = labels.map(
    (label) => entry.labels.find(({ name }) => name === label)?.captures ?? [],
  );
  const shown = first?.filter((capture) => others.every((other) => other.includes(capture))) ?? [];
  return shown.flatMap((capture) => entry.captures[capture] ?? []);
};
