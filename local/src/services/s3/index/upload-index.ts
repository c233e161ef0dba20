import type { DatabaseSync } from 'node:sqlite';
import * as v from 'valibot';
import { Tag } from './object-details.ts';
import { PartRow, UploadRow } from './rows.ts';

export type UploadIndex = ReturnType<typeof createUploadIndex>;

/** Incomplete multipart uploads and their parts. */
export const createUploadIndex = (db: DatabaseSync) => {
  const get = db.prepare('SELECT * FROM s3_upload WHERE id = ? AND bucket = ? AND key = ?');
  const all = db.prepare('SELECT * FROM s3_upload WHERE bucket = ? ORDER BY key, initiated, id');
  const put = db.prepare('INSERT INTO s3_upload VALUES (?, ?, ?, ?, ?, ?)');
  const remove = db.prepare('DELETE FROM s3_upload WHERE id = ?');
  const parts = db.prepare('SELECT * FROM s3_part WHERE upload = ? ORDER BY number');
  const part = db.prepare('SELECT * FROM s3_part WHERE upload = ? AND number = ?');
  const putPart = db.prepare('INSERT OR REPLACE INTO s3_part VALUES (?, ?, ?, ?, ?, ?, ?)');
  const tags = db.prepare('SELECT tags FROM s3_upload_tags WHERE upload = ?');
  const putTags = db.prepare('INSERT INTO s3_upload_tags VALUES (?, ?)');
  return {
    find(id: string, { bucket, key }: { bucket: string; key: string }): UploadRow | undefined {
      const row = get.get(id, bucket, key);
      return row && v.parse(UploadRow, row);
    },
    list: (bucket: string): UploadRow[] => all.all(bucket).map((row) => v.parse(UploadRow, row)),
    put({ id, bucket, key, checksum, headers, initiated }: UploadRow) {
      const choice = checksum ? JSON.stringify(checksum) : null;
      put.run(id, bucket, key, choice, JSON.stringify(headers), initiated.getTime());
    },
    /** The tags that its object will have. */
    tags(id: string): Tag[] {
      const row = tags.get(id);
      return row ? v.parse(TagsRow, row).tags : [];
    },
    putTags(id: string, upload: Tag[]) {
      putTags.run(id, JSON.stringify(upload));
    },
    /** Its parts and tags are deleted with it. */
    remove(id: string) {
      remove.run(id);
    },
    parts: (id: string): PartRow[] => parts.all(id).map((row) => v.parse(PartRow, row)),
    /** The previous part of the same number, if any. */
    putPart(id: string, { number, temp, size, etag, checksum, modified }: PartRow) {
      const replaced = part.get(id, number);
      putPart.run(id, number, temp, size, etag, checksum ?? null, modified.getTime());
      return replaced && v.parse(PartRow, replaced);
    },
  };
};

const TagsRow = v.object({ tags: v.pipe(v.string(), v.parseJson(), v.array(Tag)) });
