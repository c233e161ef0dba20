import type { Pixels } from './judge-picture.ts';

/** The size of the thumbnails used to compare pictures. */
export const [THUMBNAIL_COLUMNS, THUMBNAIL_ROWS] = [32, 18];

/** A picture as a thumbnail of 32x18 grays, each the mean of its area. */
export const shrinkToThumbnail = ({ width, height, rgb }: Pixels): Uint8Array => {
  const sums = new Float64Array(THUMBNAIL_COLUMNS * THUMBNAIL_ROWS);
  const counts = new Uint32Array(sums.length);
  for (let y = 0; y < height; y += 1) {
    const row = Math.floor((y * THUMBNAIL_ROWS) / height) * THUMBNAIL_COLUMNS;
    let at = y * width * 3;
    for (let column = 0, x = 0; column < THUMBNAIL_COLUMNS; column += 1) {
      const end = Math.ceil(((column + 1) * width) / THUMBNAIL_COLUMNS);
      const cell = row + column;
      counts[cell] = (counts[cell] ?? 0) + (end - x) * 256;
      let light = 0;
      for (; x < end; x += 1, at += 3)
        light += (rgb[at] ?? 0) * 77 + (rgb[at + 1] ?? 0) * 150 + (rgb[at + 2] ?? 0) * 29;
      sums[cell] = (sums[cell] ?? 0) + light;
    }
  }
  return new Uint8Array(sums.map((sum, cell) => sum / Math.max(1, counts[cell] ?? 0)));
};
