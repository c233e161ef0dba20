import { randomUUID } from 'node:crypto';
import { transaction } from '../../../state/database.ts';
import { durably } from '../../../state/flush.ts';
import type { Reply, S3Call } from '../http/call.ts';
import { S3Error } from '../http/s3-error.ts';
import { writeXml } from '../http/xml.ts';
import type { UploadRow } from '../index/rows.ts';
import { objectHeadersOf } from '../objects/object-headers.ts';
import { tagsIn } from '../objects/tags.ts';
import { requireBucket, type Store } from '../store.ts';
import { checksumChoiceOf } from './checksum-choice.ts';

/** CreateMultipartUpload: https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateMultipartUpload.html */
export const createUpload = (store: Store, { bucket, key, headers }: S3Call): Reply => {
  requireBucket(store, bucket);
  const checksum = checksumChoiceOf(headers);
  const tags = tagsIn(headers['x-amz-tagging']);
  const id = randomUUID();
  const upload = { id, bucket, key, checksum, headers: objectHeadersOf(headers) };
  transaction(store.db, () => {
    store.uploads.put({ ...upload, initiated: new Date() });
    if (tags.length > 0) store.uploads.putTags(id, tags);
  });
  return {
    headers: {
      'x-amz-checksum-algorithm': checksum?.algorithm,
      'x-amz-checksum-type': checksum?.type,
    },
    body: writeXml('InitiateMultipartUploadResult', { Bucket: bucket, Key: key, UploadId: id }),
  };
};

/** AbortMultipartUpload: https://docs.aws.amazon.com/AmazonS3/latest/API/API_AbortMultipartUpload.html */
export const abortUpload = (store: Store, call: S3Call): Reply => {
  dropUpload(store, requireUpload(store, call));
  return { status: 204 };
};

/** Forgets an upload with all its parts. */
export const dropUpload = (store: Store, { id }: UploadRow) => {
  const parts = durably(store.db, () => {
    const dropped = store.uploads.parts(id);
    store.uploads.remove(id);
    return dropped;
  });
  store.files.discard(parts.map(({ temp }) => temp));
};

/** The upload that a request names, or NoSuchUpload. */
export const requireUpload = (store: Store, call: S3Call): UploadRow => {
  const id = call.query['uploadId'] ?? '';
  const upload = store.uploads.find(id, call);
  if (upload) return upload;
  requireBucket(store, call.bucket);
  throw noSuchUpload(id);
};

export const noSuchUpload = (UploadId: string) =>
  new S3Error('NoSuchUpload', undefined, { UploadId });
