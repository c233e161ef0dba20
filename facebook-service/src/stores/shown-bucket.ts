import { GetObjectCommand, HeadObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';

const SHOWN_SECONDS = 3600;

/** A bucket whose objects are shown through URLs that expire after an hour. */
export const createShownBucket = (client: S3Client, Bucket: string) => ({
  async sizeOf(Key: string): Promise<number> {
    const { ContentLength = 0 } = await client.send(new HeadObjectCommand({ Bucket, Key }));
    return ContentLength;
  },

  urlOf: (Key: string): Promise<string> =>
    getSignedUrl(client, new GetObjectCommand({ Bucket, Key }), { expiresIn: SHOWN_SECONDS }),
});

export type ShownBucket = ReturnType<typeof createShownBucket>;
