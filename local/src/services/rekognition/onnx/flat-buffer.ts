/** A table of a FlatBuffer; fields are numbered, and a missing one is 0, empty or undefined. */
export type FlatTable = {
  byte: (field: number) => number;
  int: (field: number) => number;
  ints: (field: number) => number[];
  longs: (field: number) => number[];
  floats: (field: number) => number[];
  bytes: (field: number) => Uint8Array | undefined;
  table: (field: number) => FlatTable | undefined;
  tables: (field: number) => FlatTable[];
};

/** The root table of a file; throws a RangeError if the file is damaged. https://flatbuffers.dev/internals/ */
export const openFlatBuffer = (file: Uint8Array): FlatTable => {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const follow = (at: number) => at + view.getUint32(at, true);
  return tableAt(view, follow(0));
};

const tableAt = (view: DataView, table: number): FlatTable => {
  const placeOf = (field: number) => {
    const index = table - view.getInt32(table, true);
    const slot = 4 + 2 * field;
    if (slot >= view.getUint16(index, true)) return undefined;
    const offset = view.getUint16(index + slot, true);
    return offset === 0 ? undefined : table + offset;
  };
  const follow = (at: number) => at + view.getUint32(at, true);
  const vector = <Item>(field: number, bytesEach: number, read: (at: number) => Item): Item[] => {
    const place = placeOf(field);
    if (place === undefined) return [];
    const start = follow(place);
    const length = view.getUint32(start, true);
    if (length * bytesEach > view.byteLength) throw new RangeError('The file is damaged');
    return Array.from({ length }, (_, index) => read(start + 4 + index * bytesEach));
  };
  const scalar = (field: number, read: (at: number) => number) => {
    const place = placeOf(field);
    return place === undefined ? 0 : read(place);
  };
  return {
    byte: (field) => scalar(field, (at) => view.getInt8(at)),
    int: (field) => scalar(field, (at) => view.getInt32(at, true)),
    ints: (field) => vector(field, 4, (at) => view.getInt32(at, true)),
    longs: (field) => vector(field, 8, (at) => Number(view.getBigInt64(at, true))),
    floats: (field) => vector(field, 4, (at) => view.getFloat32(at, true)),
    bytes: (field) => {
      const place = placeOf(field);
      if (place === undefined) return undefined;
      const start = follow(place);
      return new Uint8Array(view.buffer, view.byteOffset + start + 4, view.getUint32(start, true));
    },
    table: (field) => {
      const place = placeOf(field);
      return place === undefined ? undefined : tableAt(view, follow(place));
    },
    tables: (field) => vector(field, 4, (at) => tableAt(view, follow(at))),
  };
};
