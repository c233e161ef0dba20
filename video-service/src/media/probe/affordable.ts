import type { SourceFacts } from '@video-service/shared/metadata';

// A minute of 1080p takes FFmpeg about twenty seconds.
const MAX_PIXEL_SECONDS = 60 * 1920 * 1080;
const MIN_SECONDS = 30;

/** How many seconds of a video it is worth to decode frame by frame. */
export const affordableSeconds = ({ width, height }: SourceFacts): number =>
  MAX_PIXEL_SECONDS / Math.max(1, width * height);

/** How many seconds of a video are read through, if that is the only way into it. */
export const readableSeconds = (facts: SourceFacts): number =>
  Math.max(MIN_SECONDS, affordableSeconds(facts));
