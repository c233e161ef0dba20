import type { OpenVideo } from '../with-video.ts';

const MICROSECONDS = 1_000_000;

/** When a player shows the frame of this time (in microseconds of the file's own), in milliseconds. */
export const shownMilliseconds = (
  { startSeconds }: Pick<OpenVideo, 'startSeconds'>,
  microseconds: number,
): number =>
  // Rounded up, so that a player that seeks to it shows this frame and not the one before.
  Math.max(0, Math.ceil(Math.round(microseconds - startSeconds * MICROSECONDS) / 1000));
