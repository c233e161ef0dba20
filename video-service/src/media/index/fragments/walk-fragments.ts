import type { RangeSource } from '../../source/range-source.ts';
import { readHead } from '../boxes.ts';
import { NotUnderstood } from './track-samples.ts';

// Usually a fragment's index and the head of its frames.
const HEAD_BYTES = 8 * 1024;
// Small fragments are read rather than skipped, because a request takes as long.
const PIECE_BYTES = 1024 * 1024;
const SMALL_BYTES = 64 * 1024;

const MAX_FRAGMENT_BYTES = 4 * 1024 * 1024;
const MAX_FRAGMENTS = 100_000;
// A request takes about 25 ms.
const MAX_MILLISECONDS = 45_000;

// What may stand between fragments. A second movie is left to FFmpeg.
const BESIDE = new Set([
  'mdat',
  'free',
  'skip',
  'styp',
  'sidx',
  'ssix',
  'emsg',
  'prft',
  'mfra',
  'uuid',
]);

/** A fragment's index, and its position. */
export type Fragment = { position: number; body: Buffer };

/**
 * The fragments of a movie from a position on, up to the last complete one. Only their indexes are read. Throws
 * NotUnderstood if there are other boxes, or if there are too many.
 */
export async function* walkFragments(source: RangeSource, from: number): AsyncGenerator<Fragment> {
  const deadline = performance.now() + MAX_MILLISECONDS;
  let piece = { start: 0, bytes: Buffer.alloc(0) };
  let ahead = HEAD_BYTES;
  const read = async (start: number, end: number) => {
    if (start < piece.start || end > piece.start + piece.bytes.length) {
      const last = Math.min(Math.max(end, start + ahead), source.size);
      piece = { start, bytes: Buffer.from(await source.readRange(start, last - 1)) };
    }
    return piece.bytes.subarray(start - piece.start, end - piece.start);
  };

  let fragments = 0;
  for (let at = from; at + 16 <= source.size;) {
    const { type, size, headBytes } = readHead(await read(at, at + 16), source.size - at);
    if (size < headBytes || performance.now() > deadline) throw new NotUnderstood();
    const end = at + size;
    if (type === 'moof') {
      fragments += 1;
      if (fragments > MAX_FRAGMENTS || size > MAX_FRAGMENT_BYTES) throw new NotUnderstood();
      if (end > source.size) return;
      yield { position: at, body: await read(at + headBytes, end) };
    } else if (BESIDE.has(type)) ahead = size < SMALL_BYTES ? PIECE_BYTES : HEAD_BYTES;
    else throw new NotUnderstood();
    at = end;
  }
}
