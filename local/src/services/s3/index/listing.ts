import type { ObjectIndex } from './object-index.ts';
import type { ObjectRow } from './rows.ts';

/** What to list: keys with a prefix and after a name, rolled up at a delimiter. */
export type ListQuery = {
  bucket: string;
  prefix: string;
  delimiter: string;
  after: string;
  limit: number;
};

/** An object, or the common prefix that stands for all objects under it. */
export type ListEntry = { name: string; object?: ObjectRow };

/** The entries of one page in order, and whether more follow. */
export const listPage = (objects: Pick<ObjectIndex, 'scan'>, query: ListQuery) => {
  const entries: ListEntry[] = [];
  for (const entry of entriesOf(objects, query)) {
    if (entries.length === query.limit) return { entries, isTruncated: true };
    entries.push(entry);
  }
  return { entries, isTruncated: false };
};

function* entriesOf(objects: Pick<ObjectIndex, 'scan'>, query: ListQuery): Generator<ListEntry> {
  let from = firstKey(query);
  while (from !== undefined) {
    let rolledUp: string | undefined;
    for (const object of objects.scan(query.bucket, from)) {
      if (!object.key.startsWith(query.prefix)) return;
      rolledUp = commonPrefixOf(object.key, query);
      yield rolledUp === undefined ? { name: object.key, object } : { name: rolledUp };
      if (rolledUp !== undefined) break;
    }
    // The next search begins after everything the prefix stands for: a folder costs one row, not all of it.
    from = rolledUp === undefined ? undefined : afterPrefix(rolledUp);
  }
}

const firstKey = (query: ListQuery): string | undefined => {
  const { prefix, after } = query;
  if (after === '' || compareKeys(after, prefix) < 0) return prefix;
  const rolledUp = after.startsWith(prefix) ? commonPrefixOf(after, query) : undefined;
  return rolledUp === undefined ? `${after}\0` : afterPrefix(rolledUp);
};

const commonPrefixOf = (key: string, { prefix, delimiter }: ListQuery) => {
  const at = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
  return at < 0 ? undefined : key.slice(0, at + delimiter.length);
};

/** The order of keys: that of their UTF-8 bytes. */
export const compareKeys = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));

// The first text after all that begin with the prefix; undefined if there is none.
const afterPrefix = (prefix: string): string | undefined => {
  const points = Array.from(prefix);
  for (let last = points.pop(); last !== undefined; last = points.pop()) {
    const next = (last.codePointAt(0) ?? 0) + 1;
    if (next > LAST_CODE_POINT) continue;
    return (
      points.join('') + String.fromCodePoint(next === FIRST_SURROGATE ? AFTER_SURROGATES : next)
    );
  }
  return undefined;
};

const LAST_CODE_POINT = 0x10ffff;
// Halves of UTF-16 pairs, which UTF-8 text does not contain.
const FIRST_SURROGATE = 0xd800;
const AFTER_SURROGATES = 0xe000;
