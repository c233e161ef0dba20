import type { Box } from './boxes.ts';
import { type Table, tableIn } from './table.ts';

/** The frames of a track in stored order. Times are in the track's own units. */
export type Samples = {
  offsets: Float64Array;
  sizes: Uint32Array;
  /** When each is shown. */
  times: Float64Array;
  isKey: Uint8Array;
  /** The number of the description of each, from 1. */
  descriptions: Uint16Array;
};

/**
 * Reads the tables of a track, whose counts were checked; undefined if one of them has fewer entries than the others
 * count. Samples without content, which repeat the one before, are left out.
 * https://developer.apple.com/documentation/quicktime-file-format/sample_table_atom
 */
export const readSamples = (boxes: Box[]): Samples | undefined => {
  const body = (type: string) => boxes.find((box) => box.type === type)?.body;
  const table = (type: string, figures: number) => tableIn(body(type), figures);
  const sizes = readSizes(body('stsz')) ?? readSmallSizes(body('stz2'));
  const places = readPlaces(body('stco'), body('co64'));
  const stored = sizes && readPositions(table('stsc', 3), places, sizes);
  const times = sizes && readTimes(table('stts', 2), table('ctts', 2), sizes.length);
  if (!stored || !times) return undefined;
  const isKey = readKeys(body('stss') && [table('stss', 1), table('stps', 1)], sizes.length);
  return withoutEmpty({ ...stored, sizes, times, isKey });
};

const readSizes = (stsz?: Buffer) => {
  if (!stsz || stsz.length < 12) return undefined;
  const [same, count] = [stsz.readUInt32BE(4), stsz.readUInt32BE(8)];
  if (same > 0) return new Uint32Array(count).fill(same);
  if (12 + count * 4 > stsz.length) return undefined;
  const view = new DataView(stsz.buffer, stsz.byteOffset, stsz.length);
  const sizes = new Uint32Array(count);
  for (let sample = 0; sample < count; sample += 1) sizes[sample] = view.getUint32(12 + sample * 4);
  return sizes;
};

// Of 4, 8 or 16 bits each.
const readSmallSizes = (stz2?: Buffer) => {
  if (!stz2 || stz2.length < 12) return undefined;
  const [bits, count] = [stz2[7] ?? 0, stz2.readUInt32BE(8)];
  if (![4, 8, 16].includes(bits) || 12 + (count * bits) / 8 > stz2.length) return undefined;
  return new Uint32Array(count).map((_, sample) => {
    const at = 12 + (sample * bits) / 8;
    if (bits === 4) return ((stz2[Math.floor(at)] ?? 0) >> (sample % 2 === 0 ? 4 : 0)) & 0xf;
    return stz2.readUIntBE(at, bits / 8);
  });
};

const readPlaces = (stco?: Buffer, co64?: Buffer) => {
  const words = tableIn(co64 ?? stco, co64 ? 2 : 1);
  return new Float64Array(words.length).map((_, chunk) =>
    co64 ? words.figure(chunk, 0) * 2 ** 32 + words.figure(chunk, 1) : words.figure(chunk, 0),
  );
};

// Each entry gives the number of samples, and their description, of all chunks from its first one up to that of the next
// entry.
const readPositions = (chunks: Table, places: Float64Array, sizes: Uint32Array) => {
  const offsets = new Float64Array(sizes.length);
  const descriptions = new Uint16Array(sizes.length);
  let [sample, chunk] = [0, 0];
  for (let entry = 0; entry < chunks.length; entry += 1) {
    if (chunks.figure(entry, 0) - 1 !== chunk) return undefined;
    const next = entry + 1 < chunks.length ? chunks.figure(entry + 1, 0) - 1 : Infinity;
    const end = Math.min(places.length, next);
    const count = chunks.figure(entry, 1);
    for (; chunk < end; chunk += 1) {
      let offset = places[chunk] ?? 0;
      for (let each = 0; each < count && sample < sizes.length; each += 1) {
        offsets[sample] = offset;
        descriptions[sample] = chunks.figure(entry, 2);
        offset += sizes[sample] ?? 0;
        sample += 1;
      }
    }
  }
  return sample === sizes.length ? { offsets, descriptions } : undefined;
};

const readTimes = (steps: Table, delays: Table, count: number) => {
  const times = new Float64Array(count);
  if (steps.length === 0) return undefined;
  let [sample, time] = [0, 0];
  for (let entry = 0; entry < steps.length; entry += 1) {
    const step = steps.figure(entry, 1);
    // The last step is valid for all that follow.
    const isLast = entry === steps.length - 1;
    const end = isLast ? count : Math.min(count, sample + steps.figure(entry, 0));
    for (; sample < end; sample += 1) {
      times[sample] = time;
      time += step;
    }
  }
  sample = 0;
  for (let entry = 0; entry < delays.length; entry += 1) {
    const delay = delays.figure(entry, 1) | 0;
    const end = Math.min(count, sample + delays.figure(entry, 0));
    for (; sample < end; sample += 1) times[sample] = (times[sample] ?? 0) + delay;
  }
  return times;
};

// Without tables all are key frames. The second table has those of open groups of pictures.
const readKeys = (tables: Table[] | undefined, count: number) => {
  const isKey = new Uint8Array(count);
  if (!tables) return isKey.fill(1);
  // The first frame is one, whatever the table says: nothing could be decoded before the next.
  isKey[0] = 1;
  for (const table of tables)
    for (let entry = 0; entry < table.length; entry += 1) {
      const number = table.figure(entry, 0);
      if (number > 0) isKey[number - 1] = 1;
    }
  return isKey;
};

const withoutEmpty = (samples: Samples): Samples => {
  const { sizes } = samples;
  if (!sizes.includes(0)) return samples;
  const isFull = (_: number, sample: number) => (sizes[sample] ?? 0) > 0;
  return {
    offsets: samples.offsets.filter(isFull),
    sizes: sizes.filter(isFull),
    times: samples.times.filter(isFull),
    isKey: samples.isKey.filter(isFull),
    descriptions: samples.descriptions.filter(isFull),
  };
};
