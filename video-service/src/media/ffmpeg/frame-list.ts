import type { Size } from './picture-filters.ts';

/** A captured frame: its display time in milliseconds, and its size in square pixels before it is turned. */
export type Frame = Size & { millisecond: number };

/** Parses the list of frameArguments, a `framecrc` of two streams whose packet sizes are a frame's width and height. */
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
