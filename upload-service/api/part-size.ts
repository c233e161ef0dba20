/** The size of every part but the last: the smallest that S3 allows, so that little is lost when a connection drops. */
export const PART_BYTES = 5 * 1024 * 1024;

export const countParts = (size: number) => Math.ceil(size / PART_BYTES);

/** The size of part `number`, counted from 1; undefined if the video has no such part. */
export const partSize = (size: number, number: number) => {
  const bytes = Math.min(PART_BYTES, size - (number - 1) * PART_BYTES);
  return number >= 1 && bytes > 0 ? bytes : undefined;
};
