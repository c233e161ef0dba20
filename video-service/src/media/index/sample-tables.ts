import type { Box } from './boxes.ts';
import { entriesOf } from './sample-description.ts';
import { type Table, tableIn } from './table.ts';

// Nine hours at thirty frames per second.
const MAX_FRAMES = 1_000_000;

export type TrackKind = 'video' | 'sound';

/** A track's tables, in its own units: the display time of its first frame, and its length. */
export type SampleTables = {
  samples: number;
  firstTime: number;
  length: number;
  isEncrypted: boolean;
  /** How many codings its description lists. */
  descriptions: number;
};

/**
 * Sums up a track's tables; undefined if they count more frames than a video can have. A parser allocates as many as
 * they say, so a few changed bytes could exhaust the memory. Audio, which can have 48,000 samples per second, is not
 * read at all. https://developer.apple.com/documentation/quicktime-file-format/sample_table_atom
 */
export const readTables = (boxes: Box[], kind: TrackKind): SampleTables | undefined => {
  const body = (type: string) => boxes.find((box) => box.type === type)?.body ?? Buffer.alloc(0);
  if (!hasRoom(body('stts'), 8) || !hasRoom(body('ctts'), 8) || !hasRoom(body('stsc'), 12))
    return undefined;
  const durations = tableIn(body('stts'), 2);
  const offsets = tableIn(body('ctts'), 2);
  const timed = sum(durations, 0);
  const stored = Math.max(count(body('stsz'), 8), count(body('stz2'), 8));
  const samples = kind === 'video' && stored > 0 ? stored : timed;
  const counts = [timed, stored, sum(offsets, 0), sum(tableIn(body('stsc'), 3), 1)];
  if (kind === 'video' && Math.max(...counts) > MAX_FRAMES) return undefined;
  return {
    samples,
    firstTime: firstTime(durations, offsets),
    length: lengthOf(durations, samples),
    isEncrypted: entriesOf(body('stsd')).some(({ type }) => ENCRYPTED.has(type)),
    descriptions: entriesOf(body('stsd')).length,
  };
};

const hasRoom = (table: Buffer, entryBytes: number) =>
  8 + count(table, 4) * entryBytes <= Math.max(8, table.length);

// Tables are run-length encoded: a count and a value.
const sum = (table: Table, figure: number) => {
  let total = 0;
  for (let entry = 0; entry < table.length; entry += 1) total += table.figure(entry, figure);
  return total;
};

// The last duration is valid for all that follow.
const lengthOf = (durations: Table, samples: number) => {
  let [left, length, last] = [samples, 0, 0];
  for (let entry = 0; entry < durations.length; entry += 1) {
    const number = Math.min(left, durations.figure(entry, 0));
    last = durations.figure(entry, 1);
    length += number * last;
    left -= number;
  }
  return length + left * last;
};

// No codec delays a frame by more than this many others.
const REORDERED = 32;

// Offsets shift frames, so that a later one can be shown first.
const firstTime = (durations: Table, offsets: Table) => {
  const steps = firstValues(durations);
  const moved = firstValues(offsets);
  let time = 0;
  let first = Infinity;
  for (const [index, step] of steps.entries()) {
    first = Math.min(first, time + ((moved[index] ?? 0) | 0));
    time += step;
  }
  return Number.isFinite(first) ? first : 0;
};

const firstValues = (table: Table): number[] => {
  const values: number[] = [];
  for (let entry = 0; entry < table.length && values.length < REORDERED; entry += 1) {
    const repeated = Math.min(table.figure(entry, 0), REORDERED - values.length);
    values.push(...Array.from({ length: repeated }, () => table.figure(entry, 1)));
  }
  return values;
};

const ENCRYPTED = new Set(['encv', 'enca', 'drmi', 'drms']);

const count = (body: Buffer, at: number) => (at + 4 <= body.length ? body.readUInt32BE(at) : 0);
