/** FFmpeg's two programs: those named by FFMPEG_PATH and FFPROBE_PATH, or else the ones on the PATH. */
export const ffmpegFile = () => process.env['FFMPEG_PATH'] ?? 'ffmpeg';
export const ffprobeFile = () => process.env['FFPROBE_PATH'] ?? 'ffprobe';
