import { NoSuchKey } from '@aws-sdk/client-s3';
import { keptKey } from '@video-service/shared/keys';
import type { Bucket } from '@video-service/shared/s3';

export type KeptMarks = ReturnType<typeof createKeptMarks>;

/**
 * The marks of kept videos: small objects among their renders. A library rebuilt from the bucket knows them, and
 * deleting a video deletes its mark.
 */
export const createKeptMarks = (renders: Pick<Bucket, 'readText' | 'put' | 'delete'>) => ({
  async has(id: string): Promise<boolean> {
    try {
      await renders.readText(keptKey(id));
      return true;
    } catch (error) {
      // Only a missing object means "not kept"; with any other error a rule could delete the video.
      if (error instanceof NoSuchKey) return false;
      throw error;
    }
  },
  add: (id: string) =>
    renders.put(keptKey(id), { body: '{"kept":true}\n', contentType: 'application/json' }),
  remove: (id: string) => renders.delete(keptKey(id)),
});
