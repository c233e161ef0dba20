import { readBody } from '../body/receive.ts';
import type { Reply, S3Call } from '../http/call.ts';
import { S3Error } from '../http/s3-error.ts';
import { parseTagging, writeTagging } from '../objects/tags.ts';
import { requireBucket, type Store } from '../store.ts';
import { changeConfig } from './buckets.ts';

const MAX_TAGS = 50;
const MAX_BODY_BYTES = 128 * 1024;

/** GetBucketTagging: https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketTagging.html */
export const getBucketTagging = (store: Store, { bucket }: S3Call): Reply => {
  const { tags = [] } = requireBucket(store, bucket).config;
  if (tags.length > 0) return { body: writeTagging(tags) };
  throw new S3Error('NoSuchTagSet', undefined, { BucketName: bucket });
};

/** PutBucketTagging: https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketTagging.html */
export const putBucketTagging = async (store: Store, call: S3Call): Promise<Reply> => {
  requireBucket(store, call.bucket);
  const xml = await readBody(call.openBody(), call.headers, MAX_BODY_BYTES);
  changeConfig(store, call.bucket, { tags: parseTagging(xml, MAX_TAGS) });
  return { status: 204 };
};

/** DeleteBucketTagging: https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketTagging.html */
export const deleteBucketTagging = (store: Store, { bucket }: S3Call): Reply => {
  changeConfig(store, bucket, { tags: [] });
  return { status: 204 };
};
