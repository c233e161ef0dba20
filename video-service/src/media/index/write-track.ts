import type { Box } from './boxes.ts';
import { onlyEntry } from './sample-description.ts';
import type { Samples } from './samples.ts';

/** Microseconds, so that the times of hidden frames are kept. */
export const TIMESCALE = 1_000_000;

/** Frames in decoding order, by sample and time, and when the last one ends; everything is shown `delay` later. */
type Timed = { frames: { sample: number; time: number }[]; end: number; delay?: number };

type Stored = Pick<Samples, 'offsets' | 'sizes' | 'isKey' | 'descriptions'>;

/**
 * The track with these frames instead of its own tables and edits; undefined if a table cannot hold a time.
 * https://developer.apple.com/documentation/quicktime-file-format/sample_table_atom
 */
export const rewriteTrack = (
  trak: Box,
  samples: Stored,
  { delay = 0, ...placed }: Timed,
): Box | undefined => {
  const times = timeTables(placed);
  if (!times) return undefined;
  const tables = [...times, ...placeTables(samples, placed)];
  return editBoxes(trak, (box) => {
    if (box.type === 'edts') return [];
    if (box.type === 'tkhd') return [box, ...(delay === 0 ? [] : [delayedBy(delay, placed.end)])];
    if (box.type === 'mdhd') return [{ ...box, body: mediaHeader(box.body, placed.end) }];
    if (box.type !== 'stbl') return undefined;
    return [{ ...box, boxes: [...box.boxes.filter(({ type }) => type === 'stsd'), ...tables] }];
  });
};

/** The track with only one of its descriptions, by number. */
export const describedBy = (trak: Box, description: number): Box =>
  editBoxes(trak, (box) =>
    box.type === 'stsd' ? [{ ...box, body: onlyEntry(box.body, description) }] : undefined,
  );

// What `edit` returns for a box, or the box with its child boxes edited.
const editBoxes = (parent: Box, edit: (box: Box) => Box[] | undefined): Box => ({
  ...parent,
  boxes: parent.boxes.flatMap((box) => edit(box) ?? [editBoxes(box, edit)]),
});

const mediaHeader = (mdhd: Buffer, end: number) => {
  const header = Buffer.alloc(36);
  header[0] = 1;
  header.writeUInt32BE(TIMESCALE, 20);
  header.writeBigUInt64BE(BigInt(end), 24);
  // Its language.
  mdhd.copy(header, 32, mdhd.length - 4);
  return header;
};

// An edit of nothing, and one of all; a track that starts before 0 is cut there.
const delayedBy = (delay: number, length: number): Box => {
  const whole = [length, 0];
  const edits = delay > 0 ? [[delay, -1], whole] : [[length + delay, -delay]];
  const body = Buffer.alloc(8 + edits.length * 20);
  body[0] = 1;
  body.writeUInt32BE(edits.length, 4);
  for (const [at, [duration = 0, mediaTime = 0]] of edits.entries()) {
    body.writeBigUInt64BE(BigInt(duration), 8 + at * 20);
    body.writeBigInt64BE(BigInt(mediaTime), 16 + at * 20);
    body.writeUInt32BE(0x10000, 24 + at * 20);
  }
  return { type: 'edts', body: Buffer.alloc(0), boxes: [{ type: 'elst', body, boxes: [] }] };
};

const MAX_STEP = 0xff_ff_ff_ff;
const MAX_OFFSET = 0x7f_ff_ff_ff;

// A decoder gets frames as often as they are shown; offsets give their display times.
const timeTables = ({ frames, end }: Timed): Box[] | undefined => {
  const shown = frames.map(({ time }) => time).sort((one, other) => one - other);
  const [first = 0] = shown;
  const steps = shown.map((time, at) => Math.max(1, (shown[at + 1] ?? end) - time));
  const offsets = frames.map(({ time }, at) => time - ((shown[at] ?? 0) - first));
  if (steps.some((step) => step > MAX_STEP)) return undefined;
  if (offsets.some((offset) => Math.abs(offset) > MAX_OFFSET)) return undefined;
  return [
    table('stts', repeated(steps)),
    // The version with negative offsets.
    table('ctts', repeated(offsets.map((offset) => offset >>> 0)), 1),
  ];
};

const placeTables = ({ offsets, sizes, isKey, descriptions }: Stored, { frames }: Timed): Box[] => {
  const own = frames.map(({ sample }) => sample);
  const keys = own.flatMap((sample, at) => (isKey[sample] === 1 ? [[at + 1]] : []));
  const places = own.map((sample) => {
    const offset = offsets[sample] ?? 0;
    return [Math.floor(offset / 2 ** 32), offset % 2 ** 32];
  });
  return [
    table('stss', keys),
    table('stsc', chunksOf(own.map((sample) => descriptions[sample] ?? 1))),
    sizeTable(own.map((sample) => sizes[sample] ?? 0)),
    table('co64', places),
  ];
};

// A chunk has one frame. An entry is valid up to the next one.
const chunksOf = (descriptions: number[]) =>
  descriptions.flatMap((description, chunk) =>
    description === descriptions[chunk - 1] ? [] : [[chunk + 1, 1, description]],
  );

const sizeTable = (sizes: number[]): Box => {
  const { body } = table(
    'stsz',
    sizes.map((size) => [size]),
  );
  // They differ in size.
  return { type: 'stsz', body: Buffer.concat([Buffer.alloc(8), body.subarray(4)]), boxes: [] };
};

const table = (type: string, entries: number[][], version = 0): Box => {
  const body = Buffer.alloc(8 + entries.length * (entries[0]?.length ?? 0) * 4);
  body[0] = version;
  body.writeUInt32BE(entries.length, 4);
  let at = 8;
  for (const entry of entries) for (const figure of entry) at = body.writeUInt32BE(figure, at);
  return { type, body, boxes: [] };
};

const repeated = (values: number[]): number[][] => {
  const runs: [count: number, value: number][] = [];
  for (const value of values) {
    const last = runs.at(-1);
    if (last?.[1] === value) last[0] += 1;
    else runs.push([1, value]);
  }
  return runs;
};
