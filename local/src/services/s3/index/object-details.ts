import type { DatabaseSync } from 'node:sqlite';
import * as v from 'valibot';

/** A tag, with the names of S3's XML. */
export const Tag = v.object({ Key: v.string(), Value: v.string() });
export type Tag = v.InferOutput<typeof Tag>;

/** A part of a completed upload; it has a checksum if the upload requested one. */
const ObjectPart = v.object({
  number: v.number(),
  size: v.number(),
  checksum: v.optional(v.string()),
});
export type ObjectPart = v.InferOutput<typeof ObjectPart>;

/** What only some objects have. */
const ObjectDetails = v.object({
  tags: v.optional(v.array(Tag), []),
  parts: v.optional(v.array(ObjectPart), []),
});
export type ObjectDetails = v.InferOutput<typeof ObjectDetails>;

type ObjectKey = { bucket: string; key: string };

export type DetailsIndex = ReturnType<typeof createDetailsIndex>;

/**
 * Tags and parts, stored beside the objects' rows so that listings do not read them. They are deleted with their
 * object.
 */
export const createDetailsIndex = (db: DatabaseSync) => {
  const get = db.prepare('SELECT details FROM s3_details WHERE bucket = ? AND key = ?');
  const put = db.prepare('INSERT OR REPLACE INTO s3_details VALUES (?, ?, ?)');
  return {
    find({ bucket, key }: ObjectKey): ObjectDetails {
      const row = get.get(bucket, key);
      return row ? v.parse(Row, row).details : { tags: [], parts: [] };
    },
    put({ bucket, key }: ObjectKey, details: ObjectDetails) {
      put.run(bucket, key, JSON.stringify(details));
    },
  };
};

const Row = v.object({ details: v.pipe(v.string(), v.parseJson(), ObjectDetails) });
