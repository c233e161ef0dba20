import { HeadObjectCommand, S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import { metadataKey } from '@video-service/shared/keys';

const client = new S3Client();

export type ObjectTimes = ReturnType<typeof createObjectTimes>;

/** When objects were stored, by the two buckets of a video. */
export const createObjectTimes = (
  { source, renders }: { source: string; renders: string },
  s3 = client,
) => {
  const storedAt = async (Bucket: string, Key: string) => {
    try {
      const { LastModified } = await s3.send(new HeadObjectCommand({ Bucket, Key }));
      return LastModified?.toISOString();
    } catch (error) {
      // 403 is what a missing object looks like to those who may not list the bucket.
      if (error instanceof S3ServiceException && isMissing(error)) return undefined;
      throw error;
    }
  };
  return {
    /** When the video was uploaded; of one that is gone, when its results were. */
    uploadedAt: async ({ id, key }: { id: string; key: string }) =>
      (await storedAt(source, key)) ?? (await storedAt(renders, metadataKey(id))),
  };
};

const isMissing = ({ $metadata }: S3ServiceException) =>
  $metadata.httpStatusCode === 404 || $metadata.httpStatusCode === 403;
