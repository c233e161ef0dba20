import { NoSuchKey } from '@aws-sdk/client-s3';
import type { Bucket } from '@video-service/shared/s3';

export type TrackStore = ReturnType<typeof createTrackStore>;

/** The WebVTT tracks that video-service has rendered. */
export const createTrackStore = (renders: Pick<Bucket, 'readText'>) => ({
  /** Undefined if it does not exist (any more). */
  async read(key: string): Promise<string | undefined> {
    try {
      return await renders.readText(key);
    } catch (error) {
      if (error instanceof NoSuchKey) return undefined;
      throw error;
    }
  },
});
