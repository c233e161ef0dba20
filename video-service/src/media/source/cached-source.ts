import type { RangeSource } from './range-source.ts';

const FIRST_BYTES = 64 * 1024;
const NEXT_BYTES = 1024 * 1024;
const MAX_CACHED_BYTES = 16 * NEXT_BYTES;

/** Whether all of a source is cached once it was read. */
export const fitsInCache = ({ size }: RangeSource): boolean => size <= MAX_CACHED_BYTES;

/** A source that can also return what is cached: `readSome` resolves to at least one byte of `start` to `end`. */
export type CachedSource = RangeSource & {
  readSome: (start: number, end: number) => Promise<Uint8Array>;
};

/** The same source with fewer requests: sequential reads fetch a mebibyte at a time, and the last 16 MiB are cached. */
export const cachedSource = (source: RangeSource): CachedSource => {
  let pieces: Piece[] = [];

  const cached = (at: number) => pieces.find(({ start, end }) => start <= at && at <= end);

  const load = (start: number, end: number): Piece => {
    const goesOn = pieces.some((each) => each.start <= start && start <= each.end + 1);
    const ahead = start + (goesOn ? NEXT_BYTES : FIRST_BYTES) - 1;
    const last = Math.min(Math.max(end, ahead), source.size - 1);
    return { start, end: last, bytes: source.readRange(start, last) };
  };

  const take = async (piece: Piece, start: number, end: number) => {
    pieces = newest([piece, ...pieces.filter((each) => each !== piece)]);
    return (await piece.bytes).subarray(start - piece.start, end - piece.start + 1);
  };

  return {
    size: source.size,
    async readRange(start, end) {
      const last = Math.min(end, source.size - 1);
      const parts: Promise<Uint8Array>[] = [];
      for (let at = start; at <= last;) {
        const piece = cached(at) ?? load(at, last);
        parts.push(take(piece, at, last));
        at = piece.end + 1;
      }
      const [first = new Uint8Array(), ...others] = await Promise.all(parts);
      return others.length === 0 ? first : Buffer.concat([first, ...others]);
    },
    readSome: (start, end) => take(cached(start) ?? load(start, start), start, end),
  };
};

type Piece = { start: number; end: number; bytes: Promise<Uint8Array> };

const newest = (pieces: Piece[]) => {
  let bytes = 0;
  return pieces.filter(({ start, end }, at) => {
    bytes += end - start + 1;
    return at === 0 || bytes <= MAX_CACHED_BYTES;
  });
};
