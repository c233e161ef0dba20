import { HEIGHT, WIDTH } from './crossings.ts';

export const PIXELS = WIDTH * HEIGHT;

/** The gray of each pixel, row by row. */
export type Picture = Float32Array;

type Box = { left: number; top: number; width: number; height: number };

/** Changes the pixels of a box, as far as it is inside the picture; x and y count from its corner. */
export const fill = (
  picture: Picture,
  box: Box,
  change: (gray: number, x: number, y: number) => number,
) => {
  const right = Math.min(WIDTH, box.left + box.width);
  const bottom = Math.min(HEIGHT, box.top + box.height);
  for (let y = Math.max(0, box.top); y < bottom; y += 1)
    for (let x = Math.max(0, box.left); x < right; x += 1) {
      const index = y * WIDTH + x;
      picture[index] = change(picture[index] ?? 0, x - box.left, y - box.top);
    }
};
