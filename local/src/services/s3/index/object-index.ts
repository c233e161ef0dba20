import type { DatabaseSync } from 'node:sqlite';
import * as v from 'valibot';
import { ObjectRow } from './rows.ts';

const SEQUENCER_DIGITS = 16;

export type ObjectIndex = ReturnType<typeof createObjectIndex>;

/** The objects of all buckets; keys in the order of their UTF-8 bytes, as S3 lists them. */
export const createObjectIndex = (db: DatabaseSync) => {
  const get = db.prepare('SELECT * FROM s3_object WHERE bucket = ? AND key = ?');
  const from = db.prepare('SELECT * FROM s3_object WHERE bucket = ? AND key >= ? ORDER BY key');
  const put = db.prepare(
    'INSERT OR REPLACE INTO s3_object VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
  );
  const remove = db.prepare('DELETE FROM s3_object WHERE bucket = ? AND key = ?');
  const discard = db.prepare('INSERT INTO s3_garbage VALUES (?, ?)');
  const count = db.prepare(
    'INSERT INTO s3_sequence VALUES (?, ?, 1) ON CONFLICT DO UPDATE SET last = last + 1 RETURNING last',
  );
  return {
    find(bucket: string, key: string): ObjectRow | undefined {
      const row = get.get(bucket, key);
      return row && v.parse(ObjectRow, row);
    },

    /** Every object from a key on, read lazily. */
    *scan(bucket: string, firstKey: string): Generator<ObjectRow> {
      for (const row of from.iterate(bucket, firstKey)) yield v.parse(ObjectRow, row);
    },

    put(row: ObjectRow) {
      const { checksum, headers, upload = null, sequencer, modified } = row;
      put.run(
        ...[row.bucket, row.key, row.file, row.temp, row.size, row.etag],
        ...[checksum ? JSON.stringify(checksum) : null, JSON.stringify(headers)],
        ...[upload, sequencer, modified.getTime()],
      );
    },

    /** Its file is recorded as garbage, to be deleted after the commit. */
    remove({ bucket, key, file }: ObjectRow) {
      remove.run(bucket, key);
      discard.run(bucket, file);
    },

    /** Larger for each version of a key, and reproducible from the key's history alone. */
    nextSequencer(bucket: string, key: string): string {
      const { last } = v.parse(v.object({ last: v.number() }), count.get(bucket, key));
      return last.toString(16).toUpperCase().padStart(SEQUENCER_DIGITS, '0');
    },
  };
};
