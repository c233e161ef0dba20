import * as v from 'valibot';

const number = (fallback: number) =>
  v.optional(
    v.pipe(
      v.string(),
      v.trim(),
      v.nonEmpty(),
      v.transform(Number),
      v.number(),
      v.finite(),
      v.minValue(0),
    ),
    `${fallback}`,
  );

const MediaLimits = v.pipe(
  v.object({
    VIDEO_MAX_DURATION: number(30),
    CAPTURES_MAX: number(20),
    FFMPEG_TIMEOUT: number(120),
  }),
  v.transform(({ VIDEO_MAX_DURATION, CAPTURES_MAX, FFMPEG_TIMEOUT }) => ({
    maxDurationSeconds: VIDEO_MAX_DURATION,
    maxCaptures: CAPTURES_MAX,
    timeoutSeconds: FFMPEG_TIMEOUT,
  })),
);

/**
 * How much of a video is looked at: its first seconds (0 for all of it), at most so many captures (0 for any
 * number), and how long FFmpeg may take for it altogether.
 */
export type MediaLimits = v.InferOutput<typeof MediaLimits>;

/** From VIDEO_MAX_DURATION, CAPTURES_MAX and FFMPEG_TIMEOUT; 30 seconds, 20 captures, 120 seconds if not set. */
export const readMediaLimits = (env: NodeJS.ProcessEnv = process.env): MediaLimits =>
  v.parse(MediaLimits, env);
