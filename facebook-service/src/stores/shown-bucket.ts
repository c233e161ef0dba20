import { GetObjectCommand, HeadObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';

import { LINK_SECONDS } from '@video-service/shared/lifetimes';

/** A bucket whose objects are shown through links that expire. */
export const createShownBucket = (client: S3Client, Bucket: string) => ({
  async sizeOf(Key: string): Promise<number> {
    const { ContentLength = 0 } = await client.send(new HeadObjectCommand({ Bucket, Key }));
    return ContentLength;
  },

  urlOf: (Key: string): Promise<string> =>
    getSignedUrl(client, new GetObjectCommand({ Bucket, Key }), { expiresIn: LINK_SECONDS.view }),
});

export type ShownBucket = ReturnType<typeof createShownBucket>;
