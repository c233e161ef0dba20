import type { RangeSource } from './range-source.ts';

const AHEAD_BYTES = 256 * 1024;
const MAX_PIECES = 16;

/** The same source in fewer requests: each reads on for 256 KiB, and what was read lately is not asked for again. */
export const readAhead = (source: RangeSource): RangeSource => {
  let pieces: Piece[] = [];

  const load = (start: number, end: number): Piece => {
    const last = Math.min(Math.max(end, start + AHEAD_BYTES - 1), source.size - 1);
    return { start, end: last, bytes: source.readRange(start, last) };
  };

  return {
    size: source.size,
    async readRange(start, end) {
      const piece =
        pieces.find((each) => each.start <= start && end <= each.end) ?? load(start, end);
      pieces = [piece, ...pieces.filter((each) => each !== piece)].slice(0, MAX_PIECES);
      return (await piece.bytes).subarray(start - piece.start, end - piece.start + 1);
    },
  };
};

type Piece = { start: number; end: number; bytes: Promise<Uint8Array> };
