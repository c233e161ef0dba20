import path from 'node:path';
import { makeGif } from '../ffmpeg/preview-arguments.ts';
import { writeParts } from '../write-parts.ts';
import type { SmallPicture } from './look-through.ts';
import type { Product } from './make-products.ts';

const MAX_BYTES = 2_000_000;
const SMALLER = [1.5, 2, 4, 8];

/** `preview.gif`: the pictures in this order, half a second each. */
export const planGif = (pictures: SmallPicture[], directory: string): Product => {
  const frames = path.join(directory, 'preview.ppm');
  const file = path.join(directory, 'preview.gif');
  writeParts(
    frames,
    pictures.map((picture) => picture.file),
  );
  const make = (shrink: number) => makeGif(frames, shrink, file);
  return { file, maxBytes: MAX_BYTES, versions: [make(1), ...SMALLER.map(make)] };
};
