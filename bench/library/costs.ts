import type { LibraryEntry } from '../../upload-service/api/library-entry.ts';
import type { PlacedPosting, Posting, Stream } from '../../upload-service/src/library/postings.ts';
import type { SearchPorts } from '../../upload-service/src/library/search.ts';
import { firstBelow } from '../../upload-service/src/testing/fake-library.ts';

// On demand in us-east-1, 2026-11-29: https://aws.amazon.com/dynamodb/pricing/on-demand/
const USD_PER_READ_UNIT = 0.125e-6;
const USD_PER_WRITE_UNIT = 0.625e-6;
const UNIT_BYTES = 4096;

/** A search's use of DynamoDB: requests, items, and read units as DynamoDB counts them. */
export type Requests = {
  queries: number;
  postings: number;
  gets: number;
  entries: number;
  units: number;
};

const NONE: Requests = { queries: 0, postings: 0, gets: 0, entries: 0, units: 0 };

/** The part of the library's table that a search reads, in memory; a video is generated again from its number. */
export const countingStore = (videoOf: (number: number) => LibraryEntry) => {
  const partitions = new Map<string, Posting[]>();
  const months = new Map<Stream, Set<string>>();
  let counted = NONE;
  const count = (more: Partial<Requests>) => {
    counted = {
      queries: counted.queries + (more.queries ?? 0),
      postings: counted.postings + (more.postings ?? 0),
      gets: counted.gets + (more.gets ?? 0),
      entries: counted.entries + (more.entries ?? 0),
      units: counted.units + (more.units ?? 0),
    };
  };
  const store: SearchPorts = {
    hasCameraLabels: () => Promise.resolve(true),
    months: (stream) => {
      const found = [...(months.get(stream) ?? [])].toSorted().toReversed();
      count({ queries: 1, units: readUnits(found, 0.5) });
      return Promise.resolve(found);
    },
    range: (partition, { before, limit }) => {
      const sorted = partitions.get(partition) ?? [];
      const start = firstBelow(sorted, before);
      const found = sorted.slice(start, start + limit);
      count({ queries: 1, postings: found.length, units: readUnits(found, 0.5) });
      return Promise.resolve(found);
    },
    list: (ids) => {
      if (ids.length === 0) return Promise.resolve(new Map());
      const entries = ids.map((id) => videoOf(Number.parseInt(id.slice(-12), 16)));
      // Each item of a batch is rounded up separately.
      const units = entries.reduce((sum, entry) => sum + readUnits([entry], 1), 0);
      count({ gets: Math.ceil(ids.length / 100), entries: ids.length, units });
      return Promise.resolve(
        new Map(entries.map((entry) => [entry.id, { ...entry, kept: false }])),
      );
    },
  };
  return {
    ...store,
    requests: () => counted,
    reset: () => (counted = NONE),
    add: ({ stream, partition, posting }: PlacedPosting) => {
      if (stream !== undefined) {
        const known = months.get(stream) ?? new Set();
        months.set(stream, known.add(posting.position.slice(0, 7)));
      }
      const postings = partitions.get(partition) ?? [];
      partitions.set(partition, postings);
      postings.push(posting);
    },
    sort: () => {
      for (const postings of partitions.values())
        postings.sort((one, other) => (one.position < other.position ? 1 : -1));
    },
  };
};

const readUnits = (items: unknown[], share: number) =>
  Math.max(share, Math.ceil(JSON.stringify(items).length / UNIT_BYTES) * share);

/** How many postings a video has on average, how many of them in streams by month, and how many are counted. */
export type PostingsEach = { all: number; byMonth: number; counted: number };

/**
 * What a million videos cost. A video is written twice, when it is accepted and when it is ready: its row of 1 to 2 KB
 * when it is announced and when it is listed, each posting, and the mark on each count. A function that has just
 * started also writes the month of each stream.
 */
export const costsOf = (each: PostingsEach, page: Requests): string => {
  const ROW = 2;
  const ready = 2 * ROW + each.all + each.counted;
  // No labels yet; nearly all of the streams are those of a camera and of all videos.
  const accepted = 2 * 1 + 2 + 1;
  const units = ready + accepted;
  const usd = (count: number) => (count * USD_PER_WRITE_UNIT * 1e6).toFixed(2);
  return `a million videos: $${usd(units)} to index (${units.toFixed(1)} write units each; ${(each.byMonth + 2).toFixed(1)} or $${usd(each.byMonth + 2)} more where each finds a function just started), $${(page.units * USD_PER_READ_UNIT * 1e6).toFixed(2)} for a million first pages of the query`;
};
