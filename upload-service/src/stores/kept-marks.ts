import { NoSuchKey } from '@aws-sdk/client-s3';
import { keptKey } from '@video-service/shared/keys';
import type { Bucket } from '@video-service/shared/s3';

export type KeptMarks = ReturnType<typeof createKeptMarks>;

/**
 * The marks of kept videos: small objects among their renders, so that a library that is rebuilt from the bucket knows
 * them, and the deletion of a video takes its mark along.
 */
export const createKeptMarks = (renders: Pick<Bucket, 'readText' | 'put' | 'delete'>) => ({
  async has(id: string): Promise<boolean> {
    try {
      await renders.readText(keptKey(id));
      return true;
    } catch (error) {
      // Anything else than its absence is no answer: a rule would delete the video.
      if (error instanceof NoSuchKey) return false;
      throw error;
    }
  },
  add: (id: string) =>
    renders.put(keptKey(id), { body: '{"kept":true}\n', contentType: 'application/json' }),
  remove: (id: string) => renders.delete(keptKey(id)),
});
