import { readFrameNumbers } from './numbered-clip.ts';
import { runEncoder } from './run-encoder.ts';

/**
 * The number in each frame of a numbered clip by its millisecond, rounded up, as FFmpeg shows it when it decodes the
 * whole file by itself.
 */
export const decodeAll = async (file: string): Promise<Map<number, number>> => {
  const list = ['-vf', 'settb=1/1000000', '-vsync', 'passthrough', '-enc_time_base', '1/1000000'];
  const printed = await runEncoder([
    ...['-copyts', '-i', file, '-map', '0:v:0', ...list],
    ...['-c:v', 'rawvideo', '-f', 'framecrc', 'pipe:1'],
  ]);
  const milliseconds = [...printed.toString().matchAll(LINE)].map(([, time]) =>
    Math.ceil(Number(time) / 1000),
  );
  const numbers = await readFrameNumbers(file);
  if (numbers.length !== milliseconds.length) throw new Error('The frames cannot be counted');
  return new Map(milliseconds.map((millisecond, at) => [millisecond, numbers[at] ?? 0]));
};

// Stream, decoding time, display time.
const LINE = /^0,\s*-?\d+,\s*(-?\d+),/gmu;
