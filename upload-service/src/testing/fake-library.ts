import { type LibraryEntry, positionOf } from '#api/library-entry';
import type { Posting } from '../library/postings.ts';
import type { LibraryStore } from '../stores/library/library-store.ts';

/** An in-memory library, fast enough for a million videos; `isOld` if it lacks postings by camera and label. */
export const fakeLibrary = ({ isOld = false } = {}): LibraryStore & {
  entries: Map<string, LibraryEntry>;
  partitions: Map<string, Posting[]>;
} => {
  const entries = new Map<string, LibraryEntry>();
  const announced = new Map<string, LibraryEntry[]>();
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
    [entries.get(id), ...announcedOf(id)].filter((entry) => entry !== undefined);
  const announcedOf = (id: string) => announced.get(id) ?? [];
  const withdraw = (entry: LibraryEntry) =>
    announced.set(
      entry.id,
      announcedOf(entry.id).filter(
        (each) => each.revision !== entry.revision || positionOf(each) !== positionOf(entry),
      ),
    );
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
      if (isRefused(entry)) return 'refused';
      const before = entriesOf(entry.id);
      withdraw(entry);
      announced.set(entry.id, [...announcedOf(entry.id), entry]);
      return before;
    },
    put: async (entry) => {
      if (isRefused(entry)) return 'refused';
      const replaced = entries.get(entry.id);
      entries.set(entry.id, entry);
      withdraw(entry);
      return replaced ? { replaced } : {};
    },
    addPostings: async (postings) => {
      for (const { stream, partition, posting } of postings) {
        const months = stream && (streams.get(stream) ?? new Set());
        if (months) streams.set(stream, months.add(posting.position.slice(0, 7)));
        const sorted = partitions.get(partition) ?? [];
        partitions.set(partition, sorted);
        const at = firstBelow(sorted, posting.position);
        const there = sorted[at - 1];
        if (there?.position !== posting.position) sorted.splice(at, 0, posting);
        else if (!isLater(there, posting)) sorted[at - 1] = posting;
      }
    },
    removePostings: async (postings) => {
      for (const { partition, posting } of postings) {
        const sorted = partitions.get(partition) ?? [];
        partitions.set(
          partition,
          sorted.filter((each) => each.position !== posting.position || isLater(each, posting)),
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
    leftOf: async (id) => (buried.has(id) ? announcedOf(id) : []),
    withdraw: async (entry) => void withdraw(entry),
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

const isLater = ({ revision = 0 }: Posting, other: Posting) => revision > (other.revision ?? 0);

/** The index of the first posting below a position among those sorted newest first, found by bisection. */
export const firstBelow = (sorted: Posting[], before: string) => {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle]?.position ?? '') < before) high = middle;
    else low = middle + 1;
  }
  return low;
};
