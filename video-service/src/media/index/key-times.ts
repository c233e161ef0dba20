import type { VideoIndex } from './video-index.ts';

/** The display times of the key frames before `endSeconds`, in order, in the file's time. */
export const keyTimes = ({ samples: { times, isKey } }: VideoIndex, endSeconds: number): number[] =>
  Array.from(times.filter((time, sample) => isKey[sample] === 1 && time < endSeconds).sort());
