import type { DatabaseSync } from 'node:sqlite';

/**
 * S3's tables. `temp` is the name of an object's file in the incoming folder, to recover from a crash between commit
 * and rename. `s3_garbage` lists files whose object is gone, for the same reason. A sequence outlives its object, so
 * that no version number of a key is reused.
 */
export const createTables = (db: DatabaseSync) => {
  db.exec(`
    CREATE TABLE IF NOT EXISTS s3_bucket (
      name TEXT PRIMARY KEY,
      config TEXT NOT NULL,
      created INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE IF NOT EXISTS s3_object (
      bucket TEXT NOT NULL REFERENCES s3_bucket (name),
      key TEXT NOT NULL,
      file TEXT NOT NULL,
      temp TEXT NOT NULL,
      size INTEGER NOT NULL,
      etag TEXT NOT NULL,
      checksum TEXT,
      headers TEXT NOT NULL,
      upload TEXT,
      sequencer TEXT NOT NULL,
      modified INTEGER NOT NULL,
      PRIMARY KEY (bucket, key)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS s3_details (
      bucket TEXT NOT NULL,
      key TEXT NOT NULL,
      details TEXT NOT NULL,
      PRIMARY KEY (bucket, key),
      FOREIGN KEY (bucket, key) REFERENCES s3_object (bucket, key) ON DELETE CASCADE
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS s3_sequence (
      bucket TEXT NOT NULL,
      key TEXT NOT NULL,
      last INTEGER NOT NULL,
      PRIMARY KEY (bucket, key)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS s3_upload (
      id TEXT PRIMARY KEY,
      bucket TEXT NOT NULL REFERENCES s3_bucket (name),
      key TEXT NOT NULL,
      checksum TEXT,
      headers TEXT NOT NULL,
      initiated INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE IF NOT EXISTS s3_upload_tags (
      upload TEXT PRIMARY KEY REFERENCES s3_upload (id) ON DELETE CASCADE,
      tags TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS s3_part (
      upload TEXT NOT NULL REFERENCES s3_upload (id) ON DELETE CASCADE,
      number INTEGER NOT NULL,
      temp TEXT NOT NULL,
      size INTEGER NOT NULL,
      etag TEXT NOT NULL,
      checksum TEXT,
      modified INTEGER NOT NULL,
      PRIMARY KEY (upload, number)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS s3_garbage (bucket TEXT NOT NULL, file TEXT NOT NULL) STRICT;
  `);
};
