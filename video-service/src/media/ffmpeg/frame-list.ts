import type { Size } from './picture-filters.ts';

/** A frame that was taken: when it is shown, in milliseconds, and its size in square pixels before it is turned. */
export type Frame = Size & { millisecond: number };

/** Reads the list of frameArguments, a `framecrc` of two streams: their packets are as large as a frame is wide or high. */
export const parseFrameList = (list: string): Frame[] => {
  const frames = new Map<number, Frame>();
  for (const [, stream, pts, size] of list.matchAll(LINE)) {
    const millisecond = Number(pts);
    const frame = frames.get(millisecond) ?? { millisecond, width: 0, height: 0 };
    frames.set(millisecond, { ...frame, [stream === '0' ? 'width' : 'height']: Number(size) });
  }
  return [...frames.values()]
    .filter(({ width, height }) => width > 0 && height > 0)
    .sort((one, other) => one.millisecond - other.millisecond);
};

// Stream, decoding time, display time, duration, size, checksum.
const LINE = /^([01]),\s*-?\d+,\s*(-?\d+),\s*-?\d+,\s*(\d+),/gmu;
