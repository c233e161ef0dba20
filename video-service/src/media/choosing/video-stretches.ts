import type { Stretch } from '../ffmpeg/sampling.ts';

const STRETCHES = 8;
const STRETCH_SECONDS = 1;

/**
 * What a preview video shows: all of a short video, of others eight seconds spread over the window. A stretch
 * begins with a key frame if there is one near, since nothing before it is decoded in vain.
 */
export const videoStretches = (keys: number[], windowSeconds: number): Stretch[] => {
  if (windowSeconds <= STRETCHES * STRETCH_SECONDS) return [{ start: 0, end: windowSeconds }];
  const every = windowSeconds / STRETCHES;
  return Array.from({ length: STRETCHES }, (_, stretch) => {
    const earliest = stretch * every;
    const latest = earliest + every - STRETCH_SECONDS;
    const start = keys.find((key) => key >= earliest && key <= latest) ?? earliest;
    return { start, end: start + STRETCH_SECONDS };
  });
};
