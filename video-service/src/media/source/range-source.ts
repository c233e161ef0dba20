import type { Bucket } from '@video-service/shared/s3';

/** A file that is read piece by piece: `readRange` resolves to bytes `start` to `end`, both included. */
export type RangeSource = {
  size: number;
  readRange: (start: number, end: number) => Promise<Uint8Array>;
};

/** The object as a source; every piece is of the version that the first one came from. */
export const objectSource = (
  bucket: Pick<Bucket, 'readRange'>,
  { key, size }: { key: string; size: number },
): RangeSource => {
  let version: string | undefined;
  return {
    size,
    async readRange(start, end) {
      const { bytes, etag } = await bucket.readRange(key, {
        start,
        end,
        ...(version && { etag: version }),
      });
      version ??= etag;
      return bytes;
    },
  };
};
