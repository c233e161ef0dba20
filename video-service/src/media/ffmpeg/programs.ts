/** FFmpeg's two programs: those in FFMPEG_PATH and FFPROBE_PATH, or the ones on the PATH. */
export const ffmpegFile = () => process.env['FFMPEG_PATH'] ?? 'ffmpeg';
export const ffprobeFile = () => process.env['FFPROBE_PATH'] ?? 'ffprobe';

/**
 * Their environment has no credentials, because they read strangers' files. With the names in a transport stream, a
 * static build loads the converters of the system's C library and crashes; at this GCONV_PATH it finds none.
 */
export const programEnvironment = (env: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv => {
  const kept: NodeJS.ProcessEnv = { GCONV_PATH: '/nonexistent' };
  for (const name of INHERITED) if (env[name] !== undefined) kept[name] = env[name];
  return kept;
};

// Where programs, their libraries and temporary files are; Windows needs SystemRoot to start any program.
const INHERITED = ['PATH', 'TMPDIR', 'LD_LIBRARY_PATH', 'DYLD_LIBRARY_PATH', 'SystemRoot'];
