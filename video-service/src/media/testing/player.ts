import type { Edit } from './mp4-boxes.ts';

// Edits are written in milliseconds, and times are published in them.
const MILLISECOND = 0.001;

/**
 * The frame that a player shows at a time of a movie with these edits and this frame rate; undefined if it shows none.
 * Independent of FFmpeg's edits and ours.
 */
export const frameAt = (edits: Edit[], time: number, framesASecond: number): number | undefined => {
  let start = 0;
  for (const { duration, mediaTime, rate = 1 } of edits) {
    if (time < start + duration - MILLISECOND / 2) {
      if (mediaTime === 'empty') return undefined;
      const media = mediaTime + Math.max(0, time - start) * rate;
      return Math.floor(media * framesASecond + 0.05);
    }
    start += duration;
  }
  return undefined;
};

/** When the last frame of a movie with these edits ends. */
export const lengthOf = (edits: Edit[]): number => {
  const shown = edits.slice(0, edits.findLastIndex(({ mediaTime }) => mediaTime !== 'empty') + 1);
  return shown.reduce((sum, { duration }) => sum + duration, 0);
};
