import {
  DeleteObjectsCommand,
  HeadBucketCommand,
  paginateListObjectsV2,
  type S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';

export type BucketStore = {
  /** Whether a bucket of this name exists, in this account or any other. */
  exists: (name: string) => Promise<boolean>;
  isEmpty: (name: string) => Promise<boolean>;
  /** Deletes all objects, or stops when the signal aborts; throws for the first one that cannot be deleted. */
  empty: (name: string, signal: AbortSignal) => Promise<void>;
};

export const createBucketStore = (client: S3Client): BucketStore => ({
  async exists(name) {
    try {
      await client.send(new HeadBucketCommand({ Bucket: name }));
      return true;
    } catch (error) {
      if (!(error instanceof S3ServiceException)) throw error;
      // Another account's bucket returns 403, one in another region 301.
      return error.$metadata.httpStatusCode !== 404;
    }
  },

  async isEmpty(name) {
    for await (const { KeyCount = 0 } of paginateListObjectsV2({ client }, { Bucket: name })) {
      return KeyCount === 0;
    }
    return true;
  },

  async empty(name, signal) {
    for await (const { Contents = [] } of paginateListObjectsV2({ client }, { Bucket: name })) {
      if (Contents.length === 0) continue;
      if (signal.aborted) return;
      const Delete = { Objects: Contents.map(({ Key }) => ({ Key })), Quiet: true };
      const { Errors = [] } = await client.send(new DeleteObjectsCommand({ Bucket: name, Delete }));
      const [first] = Errors;
      if (first)
        throw new Error(`${name}: ${first.Key ?? ''} could not be deleted: ${first.Message ?? ''}`);
    }
  },
});
