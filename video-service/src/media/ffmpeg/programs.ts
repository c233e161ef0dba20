/** FFmpeg's two programs: those named by FFMPEG_PATH and FFPROBE_PATH, or else the ones on the PATH. */
export const ffmpegFile = () => process.env['FFMPEG_PATH'] ?? 'ffmpeg';
export const ffprobeFile = () => process.env['FFPROBE_PATH'] ?? 'ffprobe';

/**
 * Their environment. A static build that meets a transport stream's names loads the converters of the system's
 * own C library and crashes; here it finds none.
 */
export const programEnvironment = (): NodeJS.ProcessEnv => ({
  ...process.env,
  GCONV_PATH: '/nonexistent',
});
