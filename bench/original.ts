import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Binaries } from '../deploy/src/packaging/ffmpeg-layer.ts';

const run = promisify(execFile);
const WHOLE_OUTPUT = { maxBuffer: Infinity };

/**
 * What the original project ran for a video: two passes for the preview, one for the captures, and a scan of every
 * frame for their times.
 */
export const runOriginal = async ({ ffmpeg, ffprobe }: Binaries, file: string): Promise<void> => {
  const home = await mkdtemp(path.join(tmpdir(), 'bench-original-'));
  const into = (name: string) => path.join(home, name);
  const encode = (...args: string[]) => run(ffmpeg, ['-v', 'error', ...args]);
  const preview = ['-vf', 'scale=320:-1:flags=lanczos,fps=10/30', into('%06d.png')];
  // It also used -r 30, which has no effect with -vsync 0, and which new versions reject.
  const captures = ['-vsync', '0', '-vf', 'scale=1280:-1', into('c-%04d.png')];
  await encode('-t', '30', '-i', file, ...preview);
  await encode('-i', into('%06d.png'), '-vf', 'setpts=50*PTS', into('preview.gif'));
  await encode('-t', '30', '-skip_frame', 'nokey', '-i', file, ...captures);
  const frames = ['-select_streams', 'v:0', '-print_format', 'json', '-show_frames', file];
  await run(ffprobe, ['-v', 'error', ...frames], WHOLE_OUTPUT);
  await rm(home, { recursive: true });
};
