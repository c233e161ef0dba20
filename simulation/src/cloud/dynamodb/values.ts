/** A value in DynamoDB's JSON. */
export type Value =
  | { S: string }
  | { N: string }
  | { BOOL: boolean }
  | { NULL: true }
  | { SS: string[] }
  | { L: Value[] }
  | { M: Item };

/** A row. */
export type Item = Record<string, Value>;

/** The value at a path. */
export const valueAt = (item: Item | undefined, [name, ...rest]: string[]): Value | undefined => {
  const value = name === undefined ? undefined : item?.[name];
  if (rest.length === 0 || !value) return value;
  return 'M' in value ? valueAt(value.M, rest) : undefined;
};

/** The item with another value at a path; undefined removes it. The parent must exist. */
export const withValueAt = (
  item: Item,
  [name = '', ...rest]: string[],
  value: Value | undefined,
): Item => {
  if (rest.length > 0) {
    const map = item[name];
    if (!map || !('M' in map)) throw new InvalidPath();
    return { ...item, [name]: { M: withValueAt(map.M, rest, value) } };
  }
  if (value) return { ...item, [name]: value };
  return Object.fromEntries(Object.entries(item).filter(([each]) => each !== name));
};

/** An update of a path whose parent does not exist. */
export class InvalidPath extends Error {
  override readonly name = 'InvalidPath';
}

/** Compares two values of one kind: less than 0, 0 or more than 0; NaN for different kinds. */
export const compare = (one: Value | undefined, other: Value | undefined): number => {
  if (!one || !other) return NaN;
  if ('S' in one && 'S' in other) return one.S < other.S ? -1 : Number(one.S > other.S);
  if ('N' in one && 'N' in other) return Number(one.N) - Number(other.N);
  return JSON.stringify(one) === JSON.stringify(other) ? 0 : NaN;
};

/** The value of `size()`. */
export const sizeOf = (value: Value | undefined): Value | undefined => {
  if (!value) return undefined;
  if ('S' in value) return { N: String(Buffer.byteLength(value.S)) };
  if ('SS' in value) return { N: String(value.SS.length) };
  if ('L' in value) return { N: String(value.L.length) };
  if ('M' in value) return { N: String(Object.keys(value.M).length) };
  return undefined;
};

/** The value of `contains()`. */
export const contains = (value: Value | undefined, part: Value | undefined): boolean => {
  if (!value || !part) return false;
  if ('SS' in value && 'S' in part) return value.SS.includes(part.S);
  if ('S' in value && 'S' in part) return value.S.includes(part.S);
  return 'L' in value && value.L.some((each) => compare(each, part) === 0);
};
