/** FFmpeg's two programs: those named by FFMPEG_PATH and FFPROBE_PATH, or else the ones on the PATH. */
export const ffmpegFile = () => process.env['FFMPEG_PATH'] ?? 'ffmpeg';
export const ffprobeFile = () => process.env['FFPROBE_PATH'] ?? 'ffprobe';

/**
 * Their environment: no credentials, as they read strangers' files. A static build that meets a transport stream's
 * names loads the converters of the system's own C library and crashes; at this GCONV_PATH it finds none.
 */
export const programEnvironment = (env: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv => {
  const kept: NodeJS.ProcessEnv = { GCONV_PATH: '/nonexistent' };
  for (const name of INHERITED) if (env[name] !== undefined) kept[name] = env[name];
  return kept;
};

// Where programs, their libraries and temporary files are; SystemRoot is what Windows needs to start any.
const INHERITED = ['PATH', 'TMPDIR', 'LD_LIBRARY_PATH', 'DYLD_LIBRARY_PATH', 'SystemRoot'];
