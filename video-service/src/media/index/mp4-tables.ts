import type { RangeSource } from '../source/range-source.ts';

const MAX_BOXES = 64;
const MAX_MOOV_BYTES = 32 * 1024 * 1024;

// Nine hours of thirty frames a second.
const MAX_SAMPLES = 1_000_000;

/**
 * Whether an MP4's tables count no more frames than a video has. Whoever reads them makes room for as many as
 * they say, and a few changed bytes would take all memory. Fragments, which count for themselves, are not
 * looked at: false. https://developer.apple.com/documentation/quicktime-file-format/sample_table_atom
 */
export const hasPlausibleTables = async (source: RangeSource): Promise<boolean> => {
  const moov = await readMoov(source);
  if (!moov) return false;
  const tables = [...boxesIn(moov)];
  return tables.length > 0 && tables.every(isPlausible);
};

const isPlausible = ({ type, body }: Box) => {
  if (type === 'mvex') return false;
  if (type === 'stsz' || type === 'stz2') return count(body, 8) <= MAX_SAMPLES;
  const table = RUNS[type];
  if (!table) return true;
  const entries = count(body, 4);
  if (8 + entries * table.entryBytes > body.length) return false;
  const samples = Array.from({ length: entries }, (_, entry) =>
    count(body, 8 + entry * table.entryBytes + table.countAt),
  );
  return samples.reduce((sum, number) => sum + number, 0) <= MAX_SAMPLES;
};

// The tables that say how often something is repeated, and where in an entry they say it.
const RUNS: Record<string, { entryBytes: number; countAt: number }> = {
  stts: { entryBytes: 8, countAt: 0 },
  ctts: { entryBytes: 8, countAt: 0 },
  stsc: { entryBytes: 12, countAt: 4 },
};

const count = (body: Buffer, at: number) => (at + 4 <= body.length ? body.readUInt32BE(at) : 0);

type Box = { type: string; body: Buffer };

const CONTAINERS = new Set(['trak', 'mdia', 'minf', 'stbl']);

function* boxesIn(bytes: Buffer): Generator<Box> {
  for (let at = 0; at + 8 <= bytes.length;) {
    const { type, size, headBytes } = readHead(bytes.subarray(at), bytes.length - at);
    const body = bytes.subarray(at + headBytes, at + size);
    yield { type, body };
    if (CONTAINERS.has(type)) yield* boxesIn(body);
    at += Math.max(size, 8);
  }
}

const readMoov = async (source: RangeSource): Promise<Buffer | undefined> => {
  const read = async (start: number, end: number) =>
    Buffer.from(await source.readRange(start, end));
  for (let at = 0, boxes = 0; at + 16 <= source.size && boxes < MAX_BOXES; boxes += 1) {
    const { type, size, headBytes } = readHead(await read(at, at + 15), source.size - at);
    const end = Math.min(at + size, source.size) - 1;
    if (type === 'moov')
      return size <= MAX_MOOV_BYTES && size > headBytes ? read(at + headBytes, end) : undefined;
    at += Math.max(size, 8);
  }
  return undefined;
};

// A size of 1 is followed by the real one, and one of 0 means all that is left.
const readHead = (bytes: Buffer, left: number) => {
  const size = bytes.readUInt32BE(0);
  const type = bytes.toString('latin1', 4, 8);
  if (size === 1 && bytes.length >= 16)
    return { type, size: Number(bytes.readBigUInt64BE(8)), headBytes: 16 };
  return { type, size: size || left, headBytes: 8 };
};
