import { compare, type Item, type Value } from './values.ts';

/** How the rows of a table or an index are found: by an equal attribute, sorted by another one. */
type Keys = { hash: string; range?: string };
export type TableOptions = { name: string; keys: Keys; indexes?: Record<string, Keys> };

type Version = { at: number; item: Item | undefined };
// More changes than that within a stale moment are not remembered.
const KEPT_VERSIONS = 12;

/** Called for every change of a row. */
export type RowObserver = (
  table: string,
  before: Item | undefined,
  after: Item | undefined,
) => void;

export type Table = ReturnType<typeof createTable>;

/** An in-memory table, with its rows' history for reads of an index that lags behind. */
export const createTable = (
  { name, keys, indexes = {} }: TableOptions,
  { now, observe }: { now: () => number; observe: RowObserver },
) => {
  const rows = new Map<string, Version[]>();
  const keyOf = (item: Item) => JSON.stringify([item[keys.hash], keys.range && item[keys.range]]);
  const versionsOf = (key: string) => rows.get(key) ?? [];
  /** The order of rows, or of their keys, in the same partition. */
  const orderBy = (index: string | undefined) => {
    const { range } = index === undefined ? keys : (indexes[index] ?? keys);
    return (one: Item, other: Item): number =>
      (range ? compare(one[range], other[range]) : 0) || (keyOf(one) < keyOf(other) ? -1 : 1);
  };
  const current = (key: string) => versionsOf(key).at(-1)?.item;

  const write = (key: string, item: Item | undefined) => {
    const before = current(key);
    rows.set(key, [...versionsOf(key).slice(1 - KEPT_VERSIONS), { at: now(), item }]);
    observe(name, before, item);
  };

  return {
    name,
    get: (key: Item) => current(keyOf(key)),
    put: (item: Item) => write(keyOf(item), item),
    delete: (key: Item) => {
      if (current(keyOf(key))) write(keyOf(key), undefined);
    },

    /** All rows, in no order. */
    items: (): Item[] =>
      [...rows.values()]
        .map((versions) => versions.at(-1)?.item)
        .filter((item) => item !== undefined),

    /** The rows of a table or an index, sorted, as they were this many milliseconds ago. */
    sorted: (index: string | undefined, hash: Value, staleMs: number): Item[] => {
      const by = index === undefined ? keys : indexes[index];
      if (!by) throw new Error(`${name} has no index ${index ?? ''}`);
      const asOf = now() - staleMs;
      const found = [...rows.values()].flatMap((versions) => {
        const item = versions.findLast(({ at }) => at <= asOf)?.item;
        return item && compare(item[by.hash], hash) === 0 ? [item] : [];
      });
      const { range } = by;
      return found.filter((item) => !range || item[range]).sort(orderBy(index));
    },

    orderBy,

    keysOf: (item: Item, index?: string): Item => {
      const by = index === undefined ? undefined : indexes[index];
      const names = [keys.hash, keys.range, by?.hash, by?.range].filter(
        (each) => each !== undefined,
      );
      return Object.fromEntries(names.flatMap((each) => (item[each] ? [[each, item[each]]] : [])));
    },
  };
};
