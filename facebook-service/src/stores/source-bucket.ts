import { Readable } from 'node:stream';
import { S3ServiceException, type S3Client } from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { doorMark } from '@video-service/shared/door-mark';

const PRECONDITION_FAILED = 412;

/** A video on its way to the source bucket. */
type StreamedVideo = { contentType: string; bytes: AsyncIterable<Uint8Array> };

/** Where Messenger's videos are stored for rendering. */
export type SourceBucket = { create(key: string, video: StreamedVideo): Promise<void> };

/**
 * Streams a video into the bucket, with a few parts in memory at a time, and leaves an existing one unchanged: an
 * object appears completely or not at all, and once.
 */
export const createSourceBucket = (client: S3Client, Bucket: string): SourceBucket => ({
  async create(Key, { contentType, bytes }) {
    const Body = Readable.from(bytes, { objectMode: false });
    const params = {
      ...{ Bucket, Key, Body, ContentType: contentType, IfNoneMatch: '*' },
      Metadata: doorMark('messenger'),
    };
    try {
      await new Upload({ client, params, queueSize: 2 }).done();
    } catch (error) {
      Body.destroy();
      const status = error instanceof S3ServiceException && error.$metadata.httpStatusCode;
      if (status !== PRECONDITION_FAILED) throw error;
    }
  },
});
