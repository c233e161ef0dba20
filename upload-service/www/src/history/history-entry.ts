import * as v from 'valibot';

const MAX_ENTRIES = 200;

/** An upload that this browser remembers, with its labels. */
export const HistoryEntry = v.object({
  session: v.pipe(v.string(), v.uuid()),
  file: v.string(),
  addedAt: v.number(),
  status: v.optional(v.picklist([0, 1, -1]), 0),
  labels: v.optional(v.array(v.string()), []),
});
export type HistoryEntry = v.InferOutput<typeof HistoryEntry>;

const Stored = v.fallback(
  v.pipe(v.string(), v.parseJson(), v.array(v.fallback(v.nullable(HistoryEntry), null))),
  [],
);

/** The stored history; unreadable entries are dropped. */
export const parseHistory = (stored: string | null): HistoryEntry[] =>
  v.parse(Stored, stored ?? '[]').filter((entry) => entry !== null);

/** Puts the entry first, replacing an older one of its session; the oldest entries are dropped. */
export const remember = (entries: HistoryEntry[], entry: HistoryEntry): HistoryEntry[] =>
  [entry, ...entries.filter(({ session }) => session !== entry.session)].slice(0, MAX_ENTRIES);

/** Updates a session's entry in place. */
export const update = (
  entries: HistoryEntry[],
  session: string,
  news: Partial<HistoryEntry>,
): HistoryEntry[] =>
  entries.map((entry) => (entry.session === session ? { ...entry, ...news } : entry));

/** The entries whose name or labels contain every word of the query. */
export const search = (entries: HistoryEntry[], query: string): HistoryEntry[] => {
  const words = query.toLowerCase().split(/\s+/u).filter(Boolean);
  return entries.filter(({ file, labels }) => {
    const text = [file, ...labels].join('\n').toLowerCase();
    return words.every((word) => text.includes(word));
  });
};
