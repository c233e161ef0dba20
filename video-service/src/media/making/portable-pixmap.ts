import type { Pixels } from '../choosing/judge-picture.ts';
import type { Size } from '../ffmpeg/picture-filters.ts';

/** A picture, and the same picture as a PPM file, which FFmpeg can read and write in sequence. */
export type Pixmap = Pixels & { file: Uint8Array };

/** The size of the PPM file that FFmpeg writes for a picture, in bytes. */
export const pixmapBytes = ({ width, height }: Size): number =>
  `P6\n${width} ${height}\n255\n`.length + width * height * CHANNELS;

const HEADER = /^P6\s(\d+)\s(\d+)\s255\s/u;
const HEADER_BYTES = 32;
const CHANNELS = 3;

/** The complete pictures in FFmpeg's output, whose headers contain no comments. */
export const readPixmaps = (output: Buffer): Pixmap[] => {
  const pixmaps: Pixmap[] = [];
  for (let at = 0; at < output.length;) {
    const header = HEADER.exec(output.toString('latin1', at, at + HEADER_BYTES));
    if (!header) break;
    const [text, width, height] = [header[0], Number(header[1]), Number(header[2])];
    const start = at + text.length;
    const end = start + width * height * CHANNELS;
    if (end > output.length) break;
    pixmaps.push({
      width,
      height,
      rgb: output.subarray(start, end),
      file: output.subarray(at, end),
    });
    at = end;
  }
  return pixmaps;
};
