import pMap from 'p-map';
import type { LibraryStore } from '../stores/library/library-store.ts';
import type { Posting, Stream } from './postings.ts';
import { inAll, readStream } from './streams.ts';
import type { VideoQuery } from '#api/video-query';
import { type Match, matchOf, mayMatch } from './match.ts';

export type SearchPorts = Pick<LibraryStore, 'months' | 'range' | 'list'>;

export type Search = { query: VideoQuery; limit: number; before?: string | undefined };

/** A page of matches, newest first. `before` is where the next page begins; it is missing when there is none. */
export type Found = { matches: Match[]; before?: string };

// A request reads at most so many postings; after that it answers with what it has found.
const MAX_POSTINGS = 3000;

/**
 * The newest videos that match. Postings only lead to entries; what an entry says decides. So a posting that is
 * left over from an earlier revision, or of a deleted video, is passed over.
 */
export const searchLibrary = async (
  { query, limit, before = newestOf(query) }: Search,
  store: SearchPorts,
): Promise<Found> => {
  const streams = await pMap(streamsOf(query), (stream) => readStream(stream, store));
  const postings = inAll(streams);
  const matches: Match[] = [];
  let position = before;
  for (let read = 0; read < MAX_POSTINGS && matches.length < limit;) {
    const candidates: Posting[] = [];
    for (; read < MAX_POSTINGS && candidates.length < limit - matches.length; read += 1) {
      const found = await postings.next(position);
      const [posting] = found ?? [];
      if (!found || !posting || posting.position < oldestOf(query))
        return { matches: [...matches, ...(await verify(candidates, query, store))] };
      ({ position } = posting);
      if (mayMatch(found, query)) candidates.push(posting);
    }
    matches.push(...(await verify(candidates, query, store)));
  }
  return { matches, before: position };
};

const streamsOf = ({ labels, camera }: VideoQuery): Stream[] => {
  if (labels.length > 0) return [...new Set(labels)].map((label): Stream => `label|${label}`);
  return [camera === undefined ? 'all' : `camera|${camera}`];
};

const verify = async (candidates: Posting[], query: VideoQuery, store: SearchPorts) => {
  const entries = await store.list(candidates.map(({ id }) => id));
  return candidates.flatMap(({ id, position }) => {
    const entry = entries.get(id);
    const isCurrent = entry && position.startsWith(entry.recorded.at);
    return (isCurrent ? matchOf(entry, query) : undefined) ?? [];
  });
};

// Days are those beside the camera, positions are in UTC: clocks differ by up to 14 hours from it.
const HOURS_APART = 14;

const newestOf = ({ to }: VideoQuery) =>
  to === undefined ? '9999' : shift(`${to}T23:59:59.999Z`, HOURS_APART);

const oldestOf = ({ from }: VideoQuery) =>
  from === undefined ? '' : shift(`${from}T00:00:00.000Z`, -HOURS_APART);

const shift = (instant: string, hours: number) =>
  new Date(Date.parse(instant) + hours * 3_600_000).toISOString();
