import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { findFfmpeg } from '@video-service/deploy/packaging/ffmpeg-binaries';

/** Draws a short clip in which everything moves, with a key frame per second. */
export const drawClip = async (
  file: string,
  { size = '320x180', seconds = 2 } = {},
): Promise<string> => {
  const { ffmpeg } = await findFfmpeg();
  const source = ['-f', 'lavfi', '-i', `testsrc2=duration=${seconds}:size=${size}:rate=25`];
  const coding = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-g', '25'];
  await promisify(execFile)(ffmpeg, [...source, ...coding, '-y', file]);
  return file;
};
