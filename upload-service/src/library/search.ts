import pMap from 'p-map';
import type { LibraryStore } from '../stores/library/library-store.ts';
import type { VideoQuery } from '#api/video-query';
import { type Match, matchOf, mayMatch } from './match.ts';
import { cameraLabelPartitions, type Posting } from './postings.ts';
import { rarest, type Reader, readPartitions, readStream } from './streams.ts';

export type SearchPorts = Pick<LibraryStore, 'months' | 'range' | 'list' | 'hasCameraLabels'>;

export type Search = { query: VideoQuery; limit: number; before?: string | undefined };

/** A page of matches, newest first. `before` is where the next page begins; it is missing if there is none. */
export type Found = { matches: Match[]; before?: string };

// A request reads at most this many postings, then returns what it has found.
const MAX_POSTINGS = 3000;

/**
 * The newest matching videos. Postings only point to entries, which are authoritative: a leftover posting of an earlier
 * revision or a deleted video is skipped.
 */
export const searchLibrary = async (
  { query, limit, before = newestOf(query) }: Search,
  store: SearchPorts,
): Promise<Found> => {
  const postings = await rarest(await readersOf(query, limit, store), before);
  const matches: Match[] = [];
  let position = before;
  for (let read = 0; read < MAX_POSTINGS && matches.length < limit;) {
    const candidates: Posting[] = [];
    for (; read < MAX_POSTINGS && candidates.length < limit - matches.length; read += 1) {
      const posting = await postings?.next(position);
      if (!posting || posting.position < oldestOf(query))
        return { matches: [...matches, ...(await verify(candidates, query, store))] };
      ({ position } = posting);
      if (mayMatch(posting, query)) candidates.push(posting);
    }
    matches.push(...(await verify(candidates, query, store)));
  }
  return { matches, before: position };
};

// Any of them leads to all that match; each posting says what else its captures show.
const readersOf = async (
  { labels, camera, hours }: VideoQuery,
  limit: number,
  store: SearchPorts,
): Promise<Reader[]> => {
  const names = [...new Set(labels)];
  if (names.length === 0)
    return [await readStream(camera === undefined ? 'all' : `camera|${camera}`, PAGING, store)];
  if (camera === undefined || !(await store.hasCameraLabels()))
    return pMap(names, (label) => readStream(`label|${label}`, PAGING, store));
  // There are few partitions, and of two labels most postings match neither.
  const paging = { firstPage: 3 * limit };
  return names.map((label) =>
    readPartitions(cameraLabelPartitions({ camera, label }, hours), paging, store),
  );
};

const PAGING = { firstPage: 30 };

const verify = async (candidates: Posting[], query: VideoQuery, store: SearchPorts) => {
  const entries = await store.list(candidates.map(({ id }) => id));
  return candidates.flatMap(({ id, position }) => {
    const entry = entries.get(id);
    const isCurrent = entry && position.startsWith(entry.recorded.at);
    return (isCurrent ? matchOf(entry, query) : undefined) ?? [];
  });
};

// Days are in the camera's local time, positions in UTC: they differ by up to 14 hours.
const HOURS_APART = 14;

const newestOf = ({ to }: VideoQuery) =>
  to === undefined ? '9999' : shift(`${to}T23:59:59.999Z`, HOURS_APART);

const oldestOf = ({ from }: VideoQuery) =>
  from === undefined ? '' : shift(`${from}T00:00:00.000Z`, -HOURS_APART);

const shift = (instant: string, hours: number) =>
  new Date(Date.parse(instant) + hours * 3_600_000).toISOString();
