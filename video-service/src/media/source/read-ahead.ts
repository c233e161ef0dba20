import type { RangeSource } from './range-source.ts';

const FIRST_BYTES = 64 * 1024;
const NEXT_BYTES = 1024 * 1024;
const MAX_PIECES = 16;

/**
 * The same source in fewer requests: one that goes on where another ended is large, and what was read lately is not
 * asked for again.
 */
export const readAhead = (source: RangeSource): RangeSource => {
  let pieces: Piece[] = [];

  const load = (start: number, end: number): Piece => {
    const goesOn = pieces.some((each) => each.start <= start && start <= each.end + 1);
    const ahead = start + (goesOn ? NEXT_BYTES : FIRST_BYTES) - 1;
    const last = Math.min(Math.max(end, ahead), source.size - 1);
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
