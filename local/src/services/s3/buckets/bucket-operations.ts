import { REGION } from '../../../engine/account.ts';
import type { Reply, S3Call } from '../http/call.ts';
import { S3Error } from '../http/s3-error.ts';
import { writeXml } from '../http/xml.ts';
import { requireBucket, type Store } from '../store.ts';
import { createBucket, removeBucket } from './buckets.ts';

/** HeadBucket: https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadBucket.html */
export const headBucket = (store: Store, { bucket }: S3Call): Reply => {
  requireBucket(store, bucket);
  return { headers: { 'x-amz-bucket-region': REGION } };
};

/** GetBucketLocation, which is empty for us-east-1: https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLocation.html */
export const getBucketLocation = (store: Store, { bucket }: S3Call): Reply => {
  requireBucket(store, bucket);
  return { body: writeXml('LocationConstraint', {}) };
};

/** GetBucketVersioning; versioning is not supported here. */
export const getBucketVersioning = (store: Store, { bucket }: S3Call): Reply => {
  requireBucket(store, bucket);
  return { body: writeXml('VersioningConfiguration', {}) };
};

/** CreateBucket; its owner may repeat it. https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html */
export const putBucket = (store: Store, { bucket, headers }: S3Call): Reply => {
  refuseSharing(headers);
  createBucket(store, bucket);
  return { headers: { location: `/${bucket}` } };
};

/** DeleteBucket: https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucket.html */
export const deleteBucket = (store: Store, { bucket }: S3Call): Reply => {
  requireBucket(store, bucket);
  removeBucket(store, bucket);
  return { status: 204 };
};

// Access can be granted only to the account itself.
const refuseSharing = (headers: Record<string, string>) => {
  if ((headers['x-amz-acl'] ?? 'private') !== 'private')
    throw new S3Error('AccessControlListNotSupported');
  const grant = Object.keys(headers).find((name) => name.startsWith('x-amz-grant-'));
  if (grant !== undefined) throw new S3Error('NotImplemented', undefined, { Header: grant });
};
