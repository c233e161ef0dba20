import type { Stretch } from '../ffmpeg/sampling.ts';

// Long enough for an object to come and go.
const STRETCH_SECONDS = 12;

/** The parts of a window to sample, given how many seconds are affordable: all of it, or stretches spread over it. */
export const watchedStretches = (windowSeconds: number, affordableSeconds: number): Stretch[] => {
  if (windowSeconds <= affordableSeconds) return [{ start: 0, end: windowSeconds }];
  const stretches = Math.floor(affordableSeconds / STRETCH_SECONDS);
  if (stretches < 2) return [];
  return Array.from({ length: stretches }, (_, stretch) => {
    const start = (stretch * windowSeconds) / stretches;
    return { start, end: start + STRETCH_SECONDS };
  });
};
