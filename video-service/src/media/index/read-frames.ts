import type { RangeSource } from '../source/range-source.ts';
import type { Samples } from './samples.ts';

type Stored = { source: RangeSource; samples: Pick<Samples, 'offsets' | 'sizes'> };

// A request takes as long as reading this much more, which is at most so many times what is wanted.
const GAP_BYTES = 64 * 1024;
const GAP_SHARE = 1.25;

/**
 * The content of these frames, by their number; without those that the file is too short for. Frames that lie close
 * together share a request, and all requests are made at once, because most of the time goes into waiting for the bucket.
 */
export const readFrames = async (
  stored: Stored,
  wanted: number[],
): Promise<Map<number, Uint8Array>> => {
  const read = piecesOf(stored, wanted).map(async ({ frames, start, end }) => {
    const bytes = await stored.source.readRange(start, end - 1);
    return frames.map((frame): [number, Uint8Array] => {
      const { start: from, end: to } = placeOf(stored, frame);
      return [frame, bytes.subarray(from - start, to - start)];
    });
  });
  return new Map((await Promise.all(read)).flat());
};

/** Frames in the order of their positions, and where they begin and end. */
type Piece = { frames: number[]; start: number; end: number; bytes: number };

const piecesOf = (stored: Stored, wanted: number[]): Piece[] => {
  const places = [...new Set(wanted)]
    .map((frame) => ({ frame, ...placeOf(stored, frame) }))
    .filter(({ end }) => end <= stored.source.size)
    .sort((one, other) => one.start - other.start);
  const pieces: Piece[] = [];
  for (const { frame, start, end } of places) {
    const last = pieces.at(-1);
    const bytes = (last?.bytes ?? 0) + end - start;
    if (last && Math.max(last.end, end) - last.start <= GAP_SHARE * bytes + GAP_BYTES) {
      last.frames.push(frame);
      last.end = Math.max(last.end, end);
      last.bytes = bytes;
    } else pieces.push({ frames: [frame], start, end, bytes: end - start });
  }
  return pieces;
};

const placeOf = ({ samples: { offsets, sizes } }: Stored, frame: number) => {
  const start = offsets[frame] ?? 0;
  return { start, end: start + (sizes[frame] ?? 0) };
};
