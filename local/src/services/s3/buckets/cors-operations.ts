import { readBody } from '../body/receive.ts';
import type { Reply, S3Call } from '../http/call.ts';
import { S3Error } from '../http/s3-error.ts';
import { requireBucket, type Store } from '../store.ts';
import { changeConfig } from './buckets.ts';
import { parseCors, writeCors } from './cors-document.ts';

const MAX_BODY_BYTES = 64 * 1024;

/** GetBucketCors: https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketCors.html */
export const getBucketCors = (store: Store, { bucket }: S3Call): Reply => {
  const { cors = [] } = requireBucket(store, bucket).config;
  if (cors.length > 0) return { body: writeCors(cors) };
  throw new S3Error('NoSuchCORSConfiguration', undefined, { BucketName: bucket });
};

/**
 * PutBucketCors; deploying a template replaces the rules.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketCors.html
 */
export const putBucketCors = async (store: Store, call: S3Call): Promise<Reply> => {
  requireBucket(store, call.bucket);
  const cors = parseCors(await readBody(call.openBody(), call.headers, MAX_BODY_BYTES));
  changeConfig(store, call.bucket, { cors });
  return {};
};

/** DeleteBucketCors: https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketCors.html */
export const deleteBucketCors = (store: Store, { bucket }: S3Call): Reply => {
  changeConfig(store, bucket, { cors: [] });
  return { status: 204 };
};
