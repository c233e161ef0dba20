/** The bytes of a thumbnail: 32x18 grays. */
export const THUMBNAIL_BYTES = 32 * 18;
const MIN_DIFFERENCE = 1.5;

/**
 * For each of the gray thumbnails (32x18, one after the other), the index of the picture that stands for it: its own,
 * or that of the last one kept if the mean difference is imperceptible.
 */
export const repeatedPictures = (thumbnails: Uint8Array, count: number): number[] => {
  let kept = 0;
  return Array.from({ length: count }, (_, index) => {
    if (meanDifference(thumbnails, kept, index) >= MIN_DIFFERENCE) kept = index;
    return kept;
  });
};

const meanDifference = (thumbnails: Uint8Array, one: number, other: number) => {
  const a = thumbnail(thumbnails, one);
  const b = thumbnail(thumbnails, other);
  return a.reduce((sum, gray, at) => sum + Math.abs(gray - (b[at] ?? 0)), 0) / THUMBNAIL_BYTES;
};

const thumbnail = (thumbnails: Uint8Array, index: number) =>
  thumbnails.subarray(index * THUMBNAIL_BYTES, (index + 1) * THUMBNAIL_BYTES);
