import fs from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import * as v from 'valibot';
import type { ObjectFiles } from './object-files.ts';

const Arrived = v.object({ temp: v.string(), bucket: v.string(), file: v.string() });
const Garbage = v.object({ bucket: v.string(), file: v.string() });

/**
 * Makes the files match the index after a crash: moves what was committed but not yet moved, deletes what never was,
 * and what belonged to objects deleted since. Touches no other file.
 */
export const recoverFiles = (db: DatabaseSync, files: ObjectFiles) => {
  const left = new Set(fs.readdirSync(files.incoming));
  const known = 'FROM s3_object WHERE temp IN (SELECT value FROM json_each(?))';
  const arrived = db.prepare(`SELECT temp, bucket, file ${known}`).all(JSON.stringify([...left]));
  for (const { temp, ...place } of arrived.map((row) => v.parse(Arrived, row))) {
    files.settle(temp, place);
    left.delete(temp);
  }
  for (const { temp } of db.prepare('SELECT temp FROM s3_part').all()) left.delete(String(temp));
  files.discard([...left]);
  removeGarbage(db, files);
};

// A later object may have taken the name.
const removeGarbage = (db: DatabaseSync, files: ObjectFiles) => {
  const rows = db
    .prepare('SELECT * FROM s3_garbage EXCEPT SELECT bucket, file FROM s3_object')
    .all();
  for (const row of rows) files.remove(v.parse(Garbage, row));
  db.exec('DELETE FROM s3_garbage');
};
