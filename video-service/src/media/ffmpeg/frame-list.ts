import type { Size } from './picture-filters.ts';

/**
 * A captured frame: its display time in milliseconds, its size in square pixels before it is turned, and how many
 * pictures precede it in a file of all.
 */
export type Frame = Size & { millisecond: number; at: number };

/** Frames in order of time, and how many pictures FFmpeg listed: of those at the same millisecond, the last is taken. */
export type FrameList = { frames: Frame[]; listed: number };

/** Parses the list of frameArguments, a `framecrc` of two streams whose packet sizes are a frame's width and height. */
export const parseFrameList = (list: string): FrameList => {
  const frames = new Map<number, Frame>();
  let listed = 0;
  for (const [, stream, pts, size] of list.matchAll(LINE)) {
    const millisecond = Number(pts);
    const frame = frames.get(millisecond) ?? { millisecond, at: 0, width: 0, height: 0 };
    if (stream === '0') frames.set(millisecond, { ...frame, width: Number(size), at: listed++ });
    else frames.set(millisecond, { ...frame, height: Number(size) });
  }
  const complete = [...frames.values()].filter(({ width, height }) => width > 0 && height > 0);
  return { frames: inOrder(complete), listed };
};

/** The same frames, in order of time. */
export const inOrder = (frames: Iterable<Frame>): Frame[] =>
  [...frames].sort((one, other) => one.millisecond - other.millisecond);

// Stream, decoding time, display time, duration, size, checksum.
const LINE = /^([01]),\s*-?\d+,\s*(-?\d+),\s*-?\d+,\s*(\d+),/gmu;
