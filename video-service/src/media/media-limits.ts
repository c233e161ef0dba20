import { readSettings } from '@video-service/shared/read-settings';

/**
 * How much of a video is analysed: its first seconds (0 for all of it), the maximum number of captures, and how long
 * FFmpeg may take for it in total.
 */
export type MediaLimits = {
  maxDurationSeconds: number;
  maxCaptures: number;
  timeoutSeconds: number;
};

/** From the settings VIDEO_MAX_DURATION, CAPTURES_MAX and FFMPEG_TIMEOUT. */
export const readMediaLimits = (env: NodeJS.ProcessEnv = process.env): MediaLimits => {
  const settings = readSettings(['VIDEO_MAX_DURATION', 'CAPTURES_MAX', 'FFMPEG_TIMEOUT'], env);
  return {
    maxDurationSeconds: settings.VIDEO_MAX_DURATION,
    maxCaptures: settings.CAPTURES_MAX,
    timeoutSeconds: settings.FFMPEG_TIMEOUT,
  };
};
