import type { VideoIndex } from './video-index.ts';

/** The display times of all key frames, in order, in the file's time. */
export const keyTimes = ({ samples: { times, isKey } }: VideoIndex): number[] =>
  Array.from(times.filter((_, sample) => isKey[sample] === 1).sort());
