import { spawn } from 'node:child_process';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { findFfmpeg } from '../../../../deploy/src/packaging/ffmpeg-binaries.ts';

const { ffmpeg, ffprobe } = await findFfmpeg();
// The code under test uses the same, even if nothing is encoded first.
process.env['FFMPEG_PATH'] = ffmpeg;
process.env['FFPROBE_PATH'] = ffprobe;

/** Runs FFmpeg with the bytes as its input; resolves to its standard output. */
export const runEncoder = async (
  args: string[],
  input: Iterable<Uint8Array> = [],
): Promise<Buffer> => {
  const child = spawn(ffmpeg, ['-hide_banner', '-v', 'error', '-y', ...args], {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const [stdout, stderr, code, inputError] = await Promise.all([
    buffer(child.stdout),
    buffer(child.stderr),
    new Promise((resolve, reject) => child.on('close', resolve).on('error', reject)),
    pipeline(input, child.stdin).catch((error: unknown) => error),
  ]);
  if (code !== 0) throw new Error(`FFmpeg ended with ${String(code)}: ${stderr.toString()}`);
  if (inputError) throw new Error('FFmpeg did not take its input', { cause: inputError });
  return stdout;
};
