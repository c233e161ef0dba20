import type { DatabaseSync } from 'node:sqlite';
import type { Publish } from './buckets/notifications.ts';
import { S3Error } from './http/s3-error.ts';
import { type BucketIndex, type BucketRow, createBucketIndex } from './index/bucket-index.ts';
import { createObjectIndex, type ObjectIndex } from './index/object-index.ts';
import { createDetailsIndex, type DetailsIndex } from './index/object-details.ts';
import type { ObjectRow } from './index/rows.ts';
import { createTables } from './index/schema.ts';
import { createUploadIndex, type UploadIndex } from './index/upload-index.ts';
import { createObjectFiles, type ObjectFiles } from './storage/object-files.ts';
import { recoverFiles } from './storage/recover.ts';

/** Everything that S3 stores, and the topics it notifies. */
export type Store = {
  db: DatabaseSync;
  buckets: BucketIndex;
  objects: ObjectIndex;
  details: DetailsIndex;
  uploads: UploadIndex;
  files: ObjectFiles;
  publish: Publish;
};

/** Opens the store on a folder and makes the files match the index. */
export const openStore = (db: DatabaseSync, directory: string, publish: Publish): Store => {
  createTables(db);
  const files = createObjectFiles(directory);
  recoverFiles(db, files);
  return {
    db,
    buckets: createBucketIndex(db),
    objects: createObjectIndex(db),
    details: createDetailsIndex(db),
    uploads: createUploadIndex(db),
    files,
    publish,
  };
};

/** The bucket, or NoSuchBucket. */
export const requireBucket = ({ buckets }: Store, name: string): BucketRow => {
  const bucket = buckets.find(name);
  if (!bucket) throw new S3Error('NoSuchBucket', undefined, { BucketName: name });
  return bucket;
};

/** The object, or NoSuchKey. */
export const requireObject = (store: Store, bucket: string, key: string): ObjectRow => {
  const object = store.objects.find(bucket, key);
  if (object) return object;
  requireBucket(store, bucket);
  throw new S3Error('NoSuchKey', undefined, { Key: key });
};
