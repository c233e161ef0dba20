import type { LibraryEntry } from '#api/library-entry';
import type { Posting } from '../library/postings.ts';
import type { LibraryStore } from '../stores/library/library-store.ts';

/** An in-memory library, fast enough for a million videos; `isOld` if it lacks postings by camera and label. */
export const fakeLibrary = ({ isOld = false } = {}): LibraryStore & {
  entries: Map<string, LibraryEntry>;
  partitions: Map<string, Posting[]>;
} => {
  const entries = new Map<string, LibraryEntry>();
  const pending = new Map<string, LibraryEntry>();
  const buried = new Set<string>();
  const kept = new Set<string>();
  const partitions = new Map<string, Posting[]>();
  const streams = new Map<string, Set<string>>();
  let isComplete = !isOld;
  const countBy = async (kind: string) => {
    const counts = new Map<string, number>();
    for (const [partition, { length }] of partitions) {
      const [of, ...rest] = partition.split('|');
      const name = rest.slice(0, -2).join('|');
      if (of === kind && length > 0) counts.set(name, (counts.get(name) ?? 0) + length);
    }
    return counts;
  };
  const entriesOf = (id: string) =>
    [entries.get(id), pending.get(id)].filter((entry) => entry !== undefined);
  const isRefused = ({ id, revision }: LibraryEntry) =>
    buried.has(id) || (entries.get(id)?.revision ?? 0) > revision;
  return {
    entries,
    partitions,
    get: async (id) => (buried.has(id) ? 'deleted' : entries.get(id)),
    list: async (ids) =>
      new Map(
        ids.flatMap((id) => {
          const entry = buried.has(id) ? undefined : entries.get(id);
          return entry ? [[id, { ...entry, kept: kept.has(id) }]] : [];
        }),
      ),
    announce: async (entry) => {
      const later = (pending.get(entry.id)?.revision ?? 0) > entry.revision;
      if (later || isRefused(entry)) return 'refused';
      const before = entriesOf(entry.id);
      pending.set(entry.id, entry);
      return before;
    },
    put: async (entry) => {
      if (isRefused(entry)) return 'refused';
      const replaced = entries.get(entry.id);
      entries.set(entry.id, entry);
      pending.delete(entry.id);
      return replaced ? { replaced } : {};
    },
    addPostings: async (postings) => {
      for (const { stream, partition, posting } of postings) {
        const months = stream && (streams.get(stream) ?? new Set());
        if (months) streams.set(stream, months.add(posting.position.slice(0, 7)));
        const sorted = partitions.get(partition) ?? [];
        partitions.set(partition, sorted);
        const at = firstBelow(sorted, posting.position);
        if (sorted[at - 1]?.position === posting.position) sorted[at - 1] = posting;
        else sorted.splice(at, 0, posting);
      }
    },
    removePostings: async (postings) => {
      for (const { partition, posting } of postings) {
        const sorted = partitions.get(partition) ?? [];
        partitions.set(
          partition,
          sorted.filter(({ position }) => position !== posting.position),
        );
      }
    },
    months: async (stream) => [...(streams.get(stream) ?? [])].toSorted().toReversed(),
    range: async (partition, { before, limit }) => {
      const sorted = partitions.get(partition) ?? [];
      const start = firstBelow(sorted, before);
      return sorted.slice(start, start + limit);
    },
    keep: async (id, isKept) => {
      if (!entries.has(id) || buried.has(id)) return false;
      if (isKept) kept.add(id);
      else kept.delete(id);
      return true;
    },
    oldest: async (partition, { after, before, limit }) =>
      (partitions.get(partition) ?? [])
        .filter(({ position }) => position > after && position <= before)
        .toReversed()
        .slice(0, limit),
    scan: async function* () {
      yield [...entries.values()].filter(({ id }) => !buried.has(id));
    },
    remove: async ({ id, revision }) =>
      !buried.has(id) && entries.get(id)?.revision === revision && entries.delete(id),
    bury: async (id) => {
      buried.add(id);
      return entriesOf(id);
    },
    leftOf: async (id) => (buried.has(id) ? pending.get(id) : undefined),
    giveWay: async (id) => {
      if (buried.has(id)) pending.delete(id);
    },
    forget: async (id) => {
      if (buried.has(id)) entries.delete(id);
    },
    countLabels: () => countBy('label'),
    countCameras: () => countBy('camera'),
    hasCameraLabels: async () => isComplete,
    noteCameraLabels: async () => {
      isComplete = true;
    },
  };
};

// Newest first. The index of the first posting below the position, found by bisection.
const firstBelow = (sorted: Posting[], before: string) => {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle]?.position ?? '') < before) high = middle;
    else low = middle + 1;
  }
  return low;
};
