import { quantile } from './moments/quantile.ts';
import { THUMBNAIL_COLUMNS as COLUMNS, THUMBNAIL_ROWS as ROWS } from './thumbnail.ts';

const THUMBNAIL_BYTES = COLUMNS * ROWS;

const MIN_EDGE = 12;
// From what most pictures show, and from one picture to the next.
const [USUAL_SHARE, NEXT_SHARE] = [0.2, 0.13];

/** The thumbnails of 32x18 grays that lie one after the other in the bytes. */
export const toThumbnails = (bytes: Uint8Array, count: number): Uint8Array[] =>
  Array.from({ length: count }, (_, index) =>
    bytes.subarray(index * THUMBNAIL_BYTES, (index + 1) * THUMBNAIL_BYTES),
  );

/**
 * Whether the pictures look as if the camera stood still, so that it is worth watching what happens between them.
 * One picture does not tell, so that is worth it too.
 */
export const isStillCamera = (thumbnails: Uint8Array[]): boolean => {
  const usual = Float32Array.from({ length: THUMBNAIL_BYTES }, (_, cell) =>
    quantile(
      thumbnails.map((grays) => grays[cell] ?? 0),
      0.5,
    ),
  );
  const fromUsual = thumbnails.map((grays) => differenceOf(grays, usual));
  const fromNext = thumbnails
    .slice(1)
    .map((grays, at) => differenceOf(grays, thumbnails[at] ?? grays));
  // Of two pictures one is the usual one itself.
  if (thumbnails.length <= 2) return Math.max(0, ...fromUsual) < 2.3 * NEXT_SHARE;
  return quantile(fromUsual, 0.5) < USUAL_SHARE && quantile(fromNext, 0.25) < NEXT_SHARE;
};

/**
 * The share of one picture where it has other edges than the other one, from 0 to 1. What only lies in another
 * light, or in the shadow of a cloud, has the same ones.
 */
export const differenceOf = (one: ArrayLike<number>, other: ArrayLike<number>): number => {
  const differenceAt = (x: number, y: number) => {
    const cell =
      Math.min(ROWS - 1, Math.max(0, y)) * COLUMNS + Math.min(COLUMNS - 1, Math.max(0, x));
    return (one[cell] ?? 0) - (other[cell] ?? 0);
  };
  let edges = 0;
  for (let y = 0; y < ROWS; y += 1)
    for (let x = 0; x < COLUMNS; x += 1) {
      const across = Math.abs(differenceAt(x + 1, y) - differenceAt(x - 1, y));
      const down = Math.abs(differenceAt(x, y + 1) - differenceAt(x, y - 1));
      if (Math.max(across, down) > MIN_EDGE) edges += 1;
    }
  return edges / THUMBNAIL_BYTES;
};
