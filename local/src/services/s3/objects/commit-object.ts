import { transaction } from '../../../state/database.ts';
import { durably } from '../../../state/flush.ts';
import { notify } from '../buckets/notifications.ts';
import type { Origin } from '../http/call.ts';
import type { ObjectDetails } from '../index/object-details.ts';
import type { ObjectRow } from '../index/rows.ts';
import { requireBucket, type Store } from '../store.ts';
import { checkWrite, type WriteConditions } from './conditions.ts';

/** An object whose bytes are in an incoming file, not yet visible. */
export type NewObject = Omit<ObjectRow, 'file' | 'sequencer' | 'modified'> & {
  details?: ObjectDetails;
};

export type Commit = {
  event: 'Put' | 'Post' | 'Copy' | 'CompleteMultipartUpload';
  conditions: WriteConditions;
  origin: Origin;
  /** Runs in the same transaction, before everything else. */
  before?: () => void;
};

/**
 * Makes an object visible and enqueues its notification, both or neither. The file is moved after the commit in the
 * same turn of the event loop, so that no request sees one without the other; after a crash in between, recovery moves
 * it.
 */
export const commitObject = (store: Store, object: NewObject, commit: Commit): ObjectRow => {
  const row = insertOrDiscard(store, object, commit);
  store.files.settle(row.temp, row);
  return row;
};

const insertOrDiscard = (store: Store, object: NewObject, commit: Commit): ObjectRow => {
  const { bucket, key } = object;
  // The object's previous bytes, or its parts, are deleted next.
  const deletesBytes =
    commit.event === 'CompleteMultipartUpload' || store.objects.find(bucket, key);
  const write = deletesBytes ? durably : transaction;
  try {
    return write(store.db, () => insert(store, object, commit));
  } catch (error) {
    store.files.discard([object.temp]);
    throw error;
  }
};

const insert = (store: Store, { details, ...object }: NewObject, commit: Commit): ObjectRow => {
  commit.before?.();
  const { bucket, key } = object;
  const { config } = requireBucket(store, bucket);
  const current = store.objects.find(bucket, key);
  checkWrite(commit.conditions, current);
  const row = {
    ...object,
    file: current?.file ?? store.files.choose(bucket, key),
    sequencer: store.objects.nextSequencer(bucket, key),
    modified: thisSecond(),
  };
  store.objects.put(row);
  if (details) store.details.put(row, details);
  const name = `ObjectCreated:${commit.event}` as const;
  notify(config.notifications ?? [], { ...row, name, origin: commit.origin }, store.publish);
  return row;
};

// S3 keeps time in seconds, in both headers and lists.
const thisSecond = () => new Date(Math.floor(Date.now() / 1000) * 1000);
