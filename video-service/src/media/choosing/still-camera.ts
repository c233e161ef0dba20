import { quantile } from './moments/quantile.ts';
import { THUMBNAIL_COLUMNS as COLUMNS, THUMBNAIL_ROWS as ROWS } from './thumbnail.ts';

const THUMBNAIL_BYTES = COLUMNS * ROWS;

const MIN_EDGE = 12;

// Pictures taken in the dark have weaker edges and as much motion, so edges count relative to the brightest gray.
const [DARK, BRIGHT] = [48, 128];
const DARK_EDGE_SHARE = 0.051;
const MIN_DARK_EDGE = 1.5;

// From what most pictures show, from one picture to the next, and between the two if there are only two.
const [USUAL_SHARE, NEXT_SHARE, ONLY_SHARE] = [0.2, 0.16, 0.3];

// With so few, any two similar ones are enough: a large object may be in the picture between them.
const FEW = 4;

/** The thumbnails of 32x18 grays that are stored one after the other in the bytes. */
export const toThumbnails = (bytes: Uint8Array, count: number): Uint8Array[] =>
  Array.from({ length: count }, (_, index) =>
    bytes.subarray(index * THUMBNAIL_BYTES, (index + 1) * THUMBNAIL_BYTES),
  );

/**
 * Whether the pictures look as if the camera were stationary, so that it is worth sampling between them. A single
 * picture cannot rule it out.
 */
export const isStillCamera = (thumbnails: Uint8Array[]): boolean => {
  const [first, second] = thumbnails;
  if (!first || !second) return true;
  const minEdge = minEdgeOf(thumbnails);
  if (thumbnails.length === 2) return differenceOf(first, second, minEdge) < ONLY_SHARE;
  const usual = usualPicture(thumbnails);
  const fromUsual = thumbnails.map((grays) => differenceOf(grays, usual, minEdge));
  return middleOf(fromUsual) < USUAL_SHARE && quietDifference(thumbnails, minEdge) < NEXT_SHARE;
};

/**
 * The share of one picture whose edges differ from the other's, from 0 to 1. Other light, or a cloud's shadow, leaves
 * edges unchanged.
 */
export const differenceOf = (
  one: ArrayLike<number>,
  other: ArrayLike<number>,
  minEdge = MIN_EDGE,
): number =>
  Math.min(...[1, gainOf(one, other)].map((gain) => shareOfEdges(one, other, { gain, minEdge })));

type Light = { gain: number; minEdge: number };

const shareOfEdges = (
  one: ArrayLike<number>,
  other: ArrayLike<number>,
  { gain, minEdge }: Light,
) => {
  const differenceAt = (x: number, y: number) => {
    const cell =
      Math.min(ROWS - 1, Math.max(0, y)) * COLUMNS + Math.min(COLUMNS - 1, Math.max(0, x));
    return (one[cell] ?? 0) - gain * (other[cell] ?? 0);
  };
  let edges = 0;
  for (let y = 0; y < ROWS; y += 1)
    for (let x = 0; x < COLUMNS; x += 1) {
      const across = Math.abs(differenceAt(x + 1, y) - differenceAt(x - 1, y));
      const down = Math.abs(differenceAt(x, y + 1) - differenceAt(x, y - 1));
      if (Math.max(across, down) > minEdge) edges += 1;
    }
  return edges / THUMBNAIL_BYTES;
};

const [MIN_GAIN, MAX_GAIN] = [0.5, 2];

// How much brighter one is than the other, if they show the same.
const gainOf = (one: ArrayLike<number>, other: ArrayLike<number>) => {
  let x = 0;
  let y = 0;
  let xx = 0;
  let xy = 0;
  for (let cell = 0; cell < THUMBNAIL_BYTES; cell += 1) {
    const gray = other[cell] ?? 0;
    const wanted = one[cell] ?? 0;
    x += gray;
    y += wanted;
    xx += gray * gray;
    xy += gray * wanted;
  }
  const variance = THUMBNAIL_BYTES * xx - x * x;
  if (variance < THUMBNAIL_BYTES * THUMBNAIL_BYTES) return 1;
  return Math.min(MAX_GAIN, Math.max(MIN_GAIN, (THUMBNAIL_BYTES * xy - x * y) / variance));
};

const minEdgeOf = (thumbnails: Uint8Array[]) => {
  const brightest = middleOf(thumbnails.map((grays) => quantile(grays, 0.98)));
  const dark = Math.max(MIN_DARK_EDGE, Math.min(brightest, DARK) * DARK_EDGE_SHARE);
  const day = Math.min(1, Math.max(0, (brightest - DARK) / (BRIGHT - DARK)));
  return dark + (MIN_EDGE - dark) * day;
};

const usualPicture = (thumbnails: Uint8Array[]) =>
  Float32Array.from({ length: THUMBNAIL_BYTES }, (_, cell) =>
    middleOf(thumbnails.map((grays) => grays[cell] ?? 0)),
  );

// The quieter quarter of the differences between consecutive pictures.
const quietDifference = (thumbnails: Uint8Array[], minEdge: number) => {
  const isFew = thumbnails.length <= FEW;
  const reach = isFew ? FEW : 1;
  const differences = thumbnails.flatMap((grays, at) =>
    thumbnails.slice(at + 1, at + 1 + reach).map((later) => differenceOf(grays, later, minEdge)),
  );
  const sorted = differences.sort((one, other) => one - other);
  return sorted[isFew ? 0 : Math.floor((sorted.length - 1) / 4)] ?? 0;
};

const middleOf = (values: number[]) => quantile(values, 0.5);
