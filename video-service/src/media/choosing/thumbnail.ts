import type { Pixels } from './judge-picture.ts';

/** The size of the thumbnails by which pictures are compared. */
export const [THUMBNAIL_COLUMNS, THUMBNAIL_ROWS] = [32, 18];

/** A picture as a thumbnail of 32x18 grays, each the mean of what lies in its place. */
export const shrinkToThumbnail = ({ width, height, rgb }: Pixels): Uint8Array => {
  const sums = new Float64Array(THUMBNAIL_COLUMNS * THUMBNAIL_ROWS);
  const counts = new Uint32Array(sums.length);
  for (let y = 0; y < height; y += 1) {
    const row = Math.floor((y * THUMBNAIL_ROWS) / height) * THUMBNAIL_COLUMNS;
    for (let x = 0; x < width; x += 1) {
      const cell = row + Math.floor((x * THUMBNAIL_COLUMNS) / width);
      const at = (y * width + x) * 3;
      const [red = 0, green = 0, blue = 0] = [rgb[at], rgb[at + 1], rgb[at + 2]];
      sums[cell] = (sums[cell] ?? 0) + red * 77 + green * 150 + blue * 29;
      counts[cell] = (counts[cell] ?? 0) + 256;
    }
  }
  return Uint8Array.from(sums, (sum, cell) => sum / Math.max(1, counts[cell] ?? 0));
};
