import { readBody } from '../body/receive.ts';
import type { Reply, S3Call } from '../http/call.ts';
import { requireObject, type Store } from '../store.ts';
import { parseTagging, writeTagging } from './tags.ts';

const MAX_BODY_BYTES = 64 * 1024;

/** GetObjectTagging: https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectTagging.html */
export const getObjectTagging = (store: Store, { bucket, key }: S3Call): Reply => {
  const row = requireObject(store, bucket, key);
  return { body: writeTagging(store.details.find(row).tags) };
};

/** PutObjectTagging: https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObjectTagging.html */
export const putObjectTagging = async (store: Store, call: S3Call): Promise<Reply> => {
  requireObject(store, call.bucket, call.key);
  const tags = parseTagging(await readBody(call.openBody(), call.headers, MAX_BODY_BYTES));
  setTags(store, call, tags);
  return {};
};

/** DeleteObjectTagging: https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjectTagging.html */
export const deleteObjectTagging = (store: Store, call: S3Call): Reply => {
  setTags(store, call, []);
  return { status: 204 };
};

const setTags = (store: Store, { bucket, key }: S3Call, tags: ReturnType<typeof parseTagging>) => {
  // The object may have been deleted while the body was received.
  const row = requireObject(store, bucket, key);
  store.details.put(row, { ...store.details.find(row), tags });
};
