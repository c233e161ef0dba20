import type { Bucket } from '@video-service/shared/s3';

/** An in-memory bucket, as far as deletion needs it: each key holds its eTag. */
export const fakeBucket = (...keys: string[]) => {
  const objects = new Map(keys.map((key) => [key, `"of ${key}"`]));
  return {
    objects,
    deleteContent: async (key, etag) => {
      if (etag === undefined || objects.get(key) === etag) objects.delete(key);
    },
    deleteUnder: async (prefix) => {
      for (const key of objects.keys()) if (key.startsWith(prefix)) objects.delete(key);
    },
    describe: async (key, etag) => {
      const current = objects.get(key);
      if (current === undefined || (etag !== undefined && etag !== current)) return undefined;
      return { storedAt: '2026-11-22T12:00:00.000Z', meta: {} };
    },
  } satisfies Pick<Bucket, 'deleteContent' | 'deleteUnder' | 'describe'> & {
    objects: Map<string, string>;
  };
};
