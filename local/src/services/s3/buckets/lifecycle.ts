import { randomId } from '../http/request-id.ts';
import type { ObjectRow } from '../index/rows.ts';
import { dropUpload } from '../multipart/uploads.ts';
import { deleteObjects } from '../objects/delete-objects.ts';
import type { Store } from '../store.ts';
import type { LifecycleRule } from './bucket-config.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** Deletes the objects and incomplete uploads that are old enough by each bucket's rules. */
export const sweep = (store: Store, now: Date) => {
  for (const { name, config } of store.buckets.list()) {
    for (const rule of config.lifecycle ?? []) {
      expireObjects(store, name, { rule, now });
      abortUploads(store, name, { rule, now });
    }
  }
};

type Sweep = { rule: LifecycleRule; now: Date };

const expireObjects = (store: Store, bucket: string, { rule, now }: Sweep) => {
  const { prefix = '', expirationDays } = rule;
  if (expirationDays === undefined) return;
  const expired: string[] = [];
  for (const { key, modified } of withPrefix(store, bucket, prefix))
    if (isOver(modified, expirationDays, now)) expired.push(key);
  const origin = { principal: 's3.amazonaws.com', sourceIp: '127.0.0.1', requestId: randomId() };
  const deletion = { bucket, name: 'LifecycleExpiration:Delete', origin } as const;
  if (expired.length > 0) deleteObjects(store, expired, deletion);
};

function* withPrefix({ objects }: Store, bucket: string, prefix: string): Generator<ObjectRow> {
  for (const object of objects.scan(bucket, prefix)) {
    if (!object.key.startsWith(prefix)) return;
    yield object;
  }
}

const abortUploads = (store: Store, bucket: string, { rule, now }: Sweep) => {
  const { prefix = '', abortIncompleteMultipartDays: days } = rule;
  if (days === undefined) return;
  for (const upload of store.uploads.list(bucket))
    if (upload.key.startsWith(prefix) && isOver(upload.initiated, days, now))
      dropUpload(store, upload);
};

// Days are rounded up to the next midnight UTC:
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html
const isOver = (since: Date, days: number, now: Date) =>
  Math.ceil((since.getTime() + days * DAY_MS) / DAY_MS) * DAY_MS <= now.getTime();
