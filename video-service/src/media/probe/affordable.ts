import type { SourceFacts } from '@video-service/shared/metadata';

// FFmpeg needs about twenty seconds for a minute of 1080p.
const MAX_PIXEL_SECONDS = 60 * 1920 * 1080;
const MIN_SECONDS = 30;

/** How many seconds of a video are worth decoding frame by frame. */
export const affordableSeconds = ({ width, height }: SourceFacts): number =>
  MAX_PIXEL_SECONDS / Math.max(1, width * height);

/** How many seconds of a video are read completely, if that is the only way to get pictures. */
export const readableSeconds = (facts: SourceFacts): number =>
  Math.max(MIN_SECONDS, affordableSeconds(facts));
