import type { Box } from './boxes.ts';

/** The frames of a track in stored order. Times are in the track's own units. */
export type Samples = {
  offsets: Float64Array;
  sizes: Float64Array;
  /** When each is shown. */
  times: Float64Array;
  isKey: Uint8Array;
};

/**
 * Reads the tables of a track, whose counts were checked; undefined if one of them has fewer entries than the others
 * count. https://developer.apple.com/documentation/quicktime-file-format/sample_table_atom
 */
export const readSamples = (boxes: Box[]): Samples | undefined => {
  const body = (type: string) => boxes.find((box) => box.type === type)?.body;
  const sizes = readSizes(body('stsz'));
  const places = readPlaces(body('stco'), body('co64'));
  const offsets = sizes && readOffsets(body('stsc'), places, sizes);
  const times = sizes && readTimes(body('stts'), body('ctts'), sizes.length);
  return (
    sizes &&
    offsets &&
    times && { offsets, sizes, times, isKey: readKeys(body('stss'), sizes.length) }
  );
};

const readSizes = (stsz?: Buffer) => {
  if (!stsz || stsz.length < 12) return undefined;
  const [same, count] = [stsz.readUInt32BE(4), stsz.readUInt32BE(8)];
  if (same > 0) return new Float64Array(count).fill(same);
  if (12 + count * 4 > stsz.length) return undefined;
  return Float64Array.from({ length: count }, (_, sample) => stsz.readUInt32BE(12 + sample * 4));
};

const readPlaces = (stco?: Buffer, co64?: Buffer): number[] => {
  const [table, bytes] = co64 ? [co64, 8] : [stco, 4];
  if (!table || table.length < 8) return [];
  const count = Math.min(table.readUInt32BE(4), Math.floor((table.length - 8) / bytes));
  return Array.from({ length: count }, (_, chunk) =>
    bytes === 8 ? Number(table.readBigUInt64BE(8 + chunk * 8)) : table.readUInt32BE(8 + chunk * 4),
  );
};

// Each entry gives the number of samples of all chunks from its first one up to that of the next entry.
const readOffsets = (stsc: Buffer | undefined, places: number[], sizes: Float64Array) => {
  const entries = entriesOf(stsc, 3);
  const offsets = new Float64Array(sizes.length);
  let [sample, chunk] = [0, 0];
  for (const [at, [first = 1, count = 0]] of entries.entries()) {
    if (first - 1 !== chunk) return undefined;
    const end = Math.min(places.length, (entries[at + 1]?.[0] ?? Infinity) - 1);
    for (; chunk < end; chunk += 1) {
      let offset = places[chunk] ?? 0;
      for (let each = 0; each < count && sample < sizes.length; each += 1) {
        offsets[sample] = offset;
        offset += sizes[sample] ?? 0;
        sample += 1;
      }
    }
  }
  return sample === sizes.length ? offsets : undefined;
};

const readTimes = (stts: Buffer | undefined, ctts: Buffer | undefined, count: number) => {
  const times = new Float64Array(count);
  let [sample, time] = [0, 0];
  for (const [repeated = 0, step = 0] of entriesOf(stts, 2))
    for (let each = 0; each < repeated && sample < count; each += 1) {
      times[sample] = time;
      time += step;
      sample += 1;
    }
  if (sample < count) return undefined;
  sample = 0;
  for (const [repeated = 0, moved = 0] of entriesOf(ctts, 2))
    for (let each = 0; each < repeated && sample < count; each += 1) {
      times[sample] = (times[sample] ?? 0) + (moved | 0);
      sample += 1;
    }
  return times;
};

// Without such a table all are key frames.
const readKeys = (stss: Buffer | undefined, count: number) => {
  const isKey = new Uint8Array(count);
  if (!stss) return isKey.fill(1);
  for (const [number = 0] of entriesOf(stss, 1)) if (number > 0) isKey[number - 1] = 1;
  return isKey;
};

const entriesOf = (table: Buffer | undefined, figures: number): number[][] => {
  if (!table || table.length < 8) return [];
  const bytes = figures * 4;
  const count = Math.min(table.readUInt32BE(4), Math.floor((table.length - 8) / bytes));
  return Array.from({ length: count }, (_, entry) =>
    Array.from({ length: figures }, (__, figure) =>
      table.readUInt32BE(8 + entry * bytes + figure * 4),
    ),
  );
};
