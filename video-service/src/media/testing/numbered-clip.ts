import type { Matrix } from './mp4-boxes.ts';
import { runEncoder } from './run-encoder.ts';

const BITS = 16;
const CELLS_A_SIDE = 4;
const [OFF, ON] = [90, 220];

/**
 * What to draw: `show` returns the number in a frame, by default its own; `filters` apply to the drawn frames, and
 * `coding` are FFmpeg's options for the output.
 */
export type NumberedClip = {
  frames: number;
  show?: (frame: number) => number;
  width?: number;
  height?: number;
  rate?: number;
  filters?: string;
  coding?: string[];
};

/** The default encoding: H.264 with B-frames, and a key frame every fifteen frames. */
export const H264 = [
  '-pix_fmt',
  'yuv420p',
  '-c:v',
  'libx264',
  '-preset',
  'ultrafast',
  '-bf',
  '3',
  '-g',
  '15',
  '-sc_threshold',
  '0',
];

/**
 * Draws a clip whose frames carry their number in sixteen bright or dark squares, so that it can be read back from any
 * output, without a font.
 */
export const drawNumberedClip = async (file: string, clip: NumberedClip): Promise<string> => {
  const {
    frames,
    show = (frame: number) => frame,
    width = 320,
    height = 180,
    rate = 30,
    filters = 'null',
    coding = H264,
  } = clip;
  const raw = ['-f', 'rawvideo', '-pix_fmt', 'gray', '-s', `${width}x${height}`, '-r', `${rate}`];
  const output = ['-vf', filters, ...coding, file];
  const pictures = Array.from({ length: frames }, (_, frame) => show(frame)).values();
  await runEncoder(
    [...raw, '-i', 'pipe:0', ...output],
    pictures.map((number) => drawNumber(number, width, height)),
  );
  return file;
};

/**
 * Numbers that each differ in many squares from the previous one, so that the camera never looks stationary;
 * `unscramble` returns the frame.
 */
export const scramble = (frame: number) => (frame * 40_503) % 2 ** BITS;
export const unscramble = (number: number) => (number * 30_599) % 2 ** BITS;

/** The numbers of the frames in a picture or an animation. */
export const readFrameNumbers = async (file: string): Promise<number[]> => {
  const cells = `scale=${CELLS_A_SIDE}:${CELLS_A_SIDE}:flags=area,format=gray`;
  const grays = await runEncoder([
    '-i',
    file,
    '-vf',
    cells,
    '-vsync',
    '0',
    '-f',
    'rawvideo',
    'pipe:1',
  ]);
  return Array.from({ length: grays.length / BITS }, (_, at) =>
    grays
      .subarray(at * BITS, (at + 1) * BITS)
      .reduce((number, gray, bit) => number + (gray > (OFF + ON) / 2 ? 2 ** bit : 0), 0),
  );
};

/** The number read from the picture with this one, as a player displays it with the matrix. */
export const turnedNumber = (number: number, { a, b, c, d }: Matrix): number => {
  const middle = (CELLS_A_SIDE - 1) / 2;
  let turned = 0;
  for (let bit = 0; bit < BITS; bit += 1) {
    if (Math.floor(number / 2 ** bit) % 2 === 0) continue;
    const [x, y] = [(bit % CELLS_A_SIDE) - middle, Math.floor(bit / CELLS_A_SIDE) - middle];
    turned += 2 ** (a * x + c * y + middle + CELLS_A_SIDE * (b * x + d * y + middle));
  }
  return turned;
};

const drawNumber = (number: number, width: number, height: number) => {
  const picture = Buffer.alloc(width * height);
  for (let y = 0; y < height; y += 1) {
    for (let column = 0; column < CELLS_A_SIDE; column += 1) {
      const bit = column + CELLS_A_SIDE * Math.floor((y * CELLS_A_SIDE) / height);
      const [from, to] = [column, column + 1].map(
        (edge) => y * width + Math.round((edge * width) / CELLS_A_SIDE),
      );
      picture.fill(Math.floor(number / 2 ** bit) % 2 === 1 ? ON : OFF, from, to);
    }
  }
  return picture;
};
