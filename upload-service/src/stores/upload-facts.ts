import { HeadObjectCommand, S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import { doorIn, type MarkedDoor } from '@video-service/shared/door-mark';
import { metadataKey } from '@video-service/shared/keys';

const client = new S3Client();

/** When a video was uploaded, and the door recorded in its mark. */
export type UploadFacts = { uploadedAt: string; door?: MarkedDoor };

export type UploadFactsStore = ReturnType<typeof createUploadFacts>;

/** What a video's two buckets know about its upload. */
export const createUploadFacts = (
  { source, renders }: { source: string; renders: string },
  s3 = client,
) => {
  const read = async (Bucket: string, Key: string): Promise<UploadFacts | undefined> => {
    try {
      const { LastModified, Metadata = {} } = await s3.send(new HeadObjectCommand({ Bucket, Key }));
      if (!LastModified) throw new Error('The object came without a time');
      const door = doorIn(Metadata);
      return { uploadedAt: LastModified.toISOString(), ...(door !== undefined && { door }) };
    } catch (error) {
      // Without permission to list the bucket, a missing object returns 403.
      if (error instanceof S3ServiceException && isMissing(error)) return undefined;
      throw error;
    }
  };
  return {
    /** Of the video itself; undefined if it is gone. */
    ofVideo: (key: string) => read(source, key),

    /** Of the video, or of its results if the video is gone. */
    ofRendered: async ({ id, key }: { id: string; key: string }) =>
      (await read(source, key)) ?? (await read(renders, metadataKey(id))),
  };
};

const isMissing = ({ $metadata }: S3ServiceException) =>
  $metadata.httpStatusCode === 404 || $metadata.httpStatusCode === 403;
