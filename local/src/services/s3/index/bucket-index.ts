import type { DatabaseSync } from 'node:sqlite';
import * as v from 'valibot';
import type { BucketConfig } from '../buckets/bucket-config.ts';

const Row = v.object({
  name: v.string(),
  config: v.pipe(
    v.string(),
    v.parseJson(),
    // Only configureBucket writes it.
    v.custom<BucketConfig>((value) => typeof value === 'object' && value !== null),
  ),
  created: v.pipe(
    v.number(),
    v.transform((time) => new Date(time)),
  ),
});
export type BucketRow = v.InferOutput<typeof Row>;

export type BucketIndex = ReturnType<typeof createBucketIndex>;

/** The buckets and their configuration. */
export const createBucketIndex = (db: DatabaseSync) => {
  const get = db.prepare('SELECT * FROM s3_bucket WHERE name = ?');
  const all = db.prepare('SELECT * FROM s3_bucket ORDER BY name');
  const put = db.prepare(
    'INSERT INTO s3_bucket VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET config = excluded.config',
  );
  const remove = db.prepare('DELETE FROM s3_bucket WHERE name = ?');
  return {
    find(name: string): BucketRow | undefined {
      const row = get.get(name);
      return row && v.parse(Row, row);
    },
    list: (): BucketRow[] => all.all().map((row) => v.parse(Row, row)),
    put(name: string, config: BucketConfig) {
      put.run(name, JSON.stringify(config), Date.now());
    },
    remove(name: string) {
      remove.run(name);
    },
  };
};
