import path from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import type { CredentialsStore } from '../../auth/credentials.ts';
import type { BucketConfig } from './buckets/bucket-config.ts';
import { configureBucket, removeBucket } from './buckets/buckets.ts';
import { sweep } from './buckets/lifecycle.ts';
import type { Publish } from './buckets/notifications.ts';
import { createHandler, type HandlerOptions } from './http/handler.ts';
import { openStore } from './store.ts';

const IDLE_TIMEOUT_MS = 20_000;
const SWEEP_INTERVAL_MS = 60 * 60 * 1000;

export type S3Options = {
  db: DatabaseSync;
  /** Objects are stored here, as ordinary files. */
  dir: string;
  credentials: CredentialsStore;
  publish: Publish;
  /** After this long without a byte of its body, a request is disconnected; by default 20 s. */
  idleTimeoutMs?: number;
  /** Receives each InternalError; by default prints it. */
  onError?: HandlerOptions['onError'];
};

export type S3 = ReturnType<typeof startS3>;

/** Starts S3 on a folder, after recovering from a crash if necessary. */
export const startS3 = (options: S3Options) => {
  const { db, dir, credentials, publish } = options;
  const { idleTimeoutMs = IDLE_TIMEOUT_MS, onError = printError } = options;
  const store = openStore(db, dir, publish);
  sweep(store, new Date());
  const timer = setInterval(() => {
    try {
      sweep(store, new Date());
    } catch (error) {
      onError(error, 'lifecycle rules');
    }
  }, SWEEP_INTERVAL_MS);
  return {
    /** Creates a bucket or changes it in place. */
    configureBucket: (name: string, config: BucketConfig) => configureBucket(store, name, config),

    /** Throws S3Error BucketNotEmpty for a bucket with objects. */
    removeBucket: (name: string) => removeBucket(store, name),

    bucketNames: (): string[] => store.buckets.list().map(({ name }) => name),

    /** Where the object's bytes are on disk, for reading only. */
    objectFile(bucket: string, key: string): string | undefined {
      const row = store.objects.find(bucket, key);
      return row && path.resolve(store.files.placePath(row));
    },

    /** The whole REST API; authenticates by itself, because bodies are streamed. */
    handle: createHandler({ store, credentials, idleTimeoutMs, onError }),

    stop(): Promise<void> {
      clearInterval(timer);
      return Promise.resolve();
    },
  };
};

const printError: HandlerOptions['onError'] = (error, resource) =>
  console.error('S3', resource, error);
