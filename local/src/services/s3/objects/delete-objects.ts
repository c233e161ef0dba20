import { durably } from '../../../state/flush.ts';
import { notify, type ObjectEvent } from '../buckets/notifications.ts';
import type { Origin } from '../http/call.ts';
import type { ObjectRow } from '../index/rows.ts';
import { requireBucket, type Store } from '../store.ts';
import { checkWrite, type WriteConditions } from './conditions.ts';

export type Deletion = {
  bucket: string;
  name: ObjectEvent['name'];
  origin: Origin;
  conditions?: WriteConditions;
};

/** Deletes objects in one transaction; missing ones are skipped. */
export const deleteObjects = (store: Store, keys: string[], deletion: Deletion) => {
  const removed = durably(store.db, () => {
    // Whatever earlier deletions left here, their files are gone by now.
    store.db.exec('DELETE FROM s3_garbage');
    return keys.flatMap((key) => remove(store, key, deletion) ?? []);
  });
  for (const row of removed) store.files.remove(row);
};

const remove = (store: Store, key: string, deletion: Deletion): ObjectRow | undefined => {
  const { bucket, conditions = {}, ...event } = deletion;
  const { config } = requireBucket(store, bucket);
  const row = store.objects.find(bucket, key);
  checkWrite(conditions, row);
  if (!row) return undefined;
  store.objects.remove(row);
  const sequencer = store.objects.nextSequencer(bucket, key);
  notify(config.notifications ?? [], { ...event, bucket, key, sequencer }, store.publish);
  return row;
};
