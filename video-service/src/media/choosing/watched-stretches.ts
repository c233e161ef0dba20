import type { Stretch } from '../ffmpeg/sampling.ts';

// Long enough for a thing to come and go.
const STRETCH_SECONDS = 12;

/** What is watched of a window when so many seconds can be: all of it, or stretches from all over it. */
export const watchedStretches = (windowSeconds: number, affordableSeconds: number): Stretch[] => {
  if (windowSeconds <= affordableSeconds) return [{ start: 0, end: windowSeconds }];
  const stretches = Math.floor(affordableSeconds / STRETCH_SECONDS);
  if (stretches < 2) return [];
  return Array.from({ length: stretches }, (_, stretch) => {
    const start = (stretch * windowSeconds) / stretches;
    return { start, end: start + STRETCH_SECONDS };
  });
};
