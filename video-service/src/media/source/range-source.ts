import { type Bucket, ObjectGone } from '@video-service/shared/s3';
import { invalid } from '../media-errors.ts';

/** A file that is read piece by piece: `readRange` resolves to bytes `start` to `end`, inclusive. */
export type RangeSource = {
  size: number;
  readRange: (start: number, end: number) => Promise<Uint8Array>;
};

/**
 * The object as a source. Every piece has the content `etag` or, if that is unknown, the content of the first piece.
 * Throws InvalidInput if the object was replaced or deleted.
 */
export const objectSource = (
  bucket: Pick<Bucket, 'readRange'>,
  { key, size, etag }: { key: string; size: number; etag?: string | undefined },
): RangeSource => {
  let content = etag;
  return {
    size,
    async readRange(start, end) {
      try {
        const piece = await bucket.readRange(key, {
          start,
          end,
          ...(content && { etag: content }),
        });
        // A shorter object replaced it before its eTag was known.
        if (piece.bytes.length < end - start + 1) throw new ObjectGone('replaced');
        content ??= piece.etag;
        return piece.bytes;
      } catch (error) {
        if (!(error instanceof ObjectGone)) throw error;
        const code = error.became === 'replaced' ? 'VIDEO_REPLACED' : 'VIDEO_DELETED';
        throw invalid('upload', code, { cause: error });
      }
    },
  };
};
