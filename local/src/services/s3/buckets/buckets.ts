import { transaction } from '../../../state/database.ts';
import { durably } from '../../../state/flush.ts';
import { S3Error } from '../http/s3-error.ts';
import { requireBucket, type Store } from '../store.ts';
import type { BucketConfig } from './bucket-config.ts';
import { notifyTest } from './notifications.ts';

/** Creates a bucket or changes its configuration in place; a newly notified topic gets a test event. */
export const configureBucket = (store: Store, name: string, config: BucketConfig) => {
  checkName(name);
  transaction(store.db, () => {
    const before = topicsOf(store.buckets.find(name)?.config);
    store.buckets.put(name, config);
    for (const topicArn of topicsOf(config))
      if (!before.has(topicArn)) notifyTest(name, topicArn, store.publish);
  });
};

/** Creates a bucket without configuration; an existing one is left unchanged. */
export const createBucket = (store: Store, name: string) => {
  if (!store.buckets.find(name)) configureBucket(store, name, {});
};

/** Changes some of a bucket's configuration; throws NoSuchBucket. */
export const changeConfig = (store: Store, name: string, change: Partial<BucketConfig>) =>
  transaction(store.db, () =>
    store.buckets.put(name, { ...requireBucket(store, name).config, ...change }),
  );

/** Removes an empty bucket and its incomplete uploads; throws BucketNotEmpty for any other. */
export const removeBucket = (store: Store, name: string) => {
  const temps = durably(store.db, () => {
    if (!store.objects.scan(name, '').next().done)
      throw new S3Error('BucketNotEmpty', undefined, { BucketName: name });
    const uploads = store.uploads.list(name);
    const parts = uploads.flatMap(({ id }) => store.uploads.parts(id));
    for (const { id } of uploads) store.uploads.remove(id);
    store.buckets.remove(name);
    return parts.map(({ temp }) => temp);
  });
  store.files.discard(temps);
  store.files.removeBucket(name);
};

const topicsOf = (config: BucketConfig = {}) =>
  new Set(config.notifications?.map(({ topicArn }) => topicArn));

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
const checkName = (name: string) => {
  const isValid =
    /^[\da-z][\d.a-z-]{1,61}[\da-z]$/u.test(name) && !/\.\.|^xn--|^\d+\.\d+\.\d+\.\d+$/u.test(name);
  if (!isValid) throw new S3Error('InvalidBucketName', undefined, { BucketName: name });
};
