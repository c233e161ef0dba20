import type { FrameReader } from './frame-reader.ts';

const TAILS_BYTES = [1, 4, 16].map((mebibytes) => mebibytes * 1024 * 1024);

/** The display times of the first frames of a file, at most this many, in stored order. */
export const firstFrameTimes = async (reader: FrameReader, max: number): Promise<number[]> => {
  const times: number[] = [];
  for await (const { time } of reader.framesFrom(reader.bodyStart))
    if (times.push(time) >= max) break;
  return times;
};

/** The display times of the last frames of a file of this size, in order; none if there are none near its end. */
export const lastFrameTimes = async (reader: FrameReader, size: number): Promise<number[]> => {
  for (const bytes of TAILS_BYTES) {
    const times: number[] = [];
    for await (const { time } of reader.framesFrom(Math.max(reader.bodyStart, size - bytes)))
      if (Number.isFinite(time)) times.push(time);
    if (times.length > 1) return times.sort((one, other) => one - other);
  }
  return [];
};
