import { statfsSync } from 'node:fs';
import * as v from 'valibot';

// Less is not enough to work with.
const MIN_FREE_BYTES = 16 * 1024 ** 2;

const SQLITE_FULL = 13;

// EFBIG is the error of a file size limit.
const FileError = v.object({ code: v.picklist(['ENOSPC', 'EDQUOT', 'EFBIG']) });
const SqliteError = v.object({ code: v.literal('ERR_SQLITE_ERROR'), errcode: v.number() });
const LevelError = v.object({
  code: v.literal('LEVEL_IO_ERROR'),
  message: v.pipe(v.string(), v.regex(/no space left|quota exceeded|file too large/iu)),
});

/** The error for clients when there is no space for their data. */
export const DISK_FULL =
  'The disk is full: make room where the engine keeps its state, then try again.';

/** Whether the disk was too full, according to the error of a file, SQLite or LevelDB. */
export const isDiskFull = (error: unknown): boolean =>
  v.is(FileError, error) ||
  v.is(LevelError, error) ||
  // The lower byte is the kind, the others the location: https://sqlite.org/rescode.html
  (v.is(SqliteError, error) && (error.errcode & 0xff) === SQLITE_FULL);

/** Whether the directory's disk is nearly full. */
export const isDiskShort = (directory: string): boolean => {
  const { bavail, bsize } = statfsSync(directory);
  return bavail * bsize < MIN_FREE_BYTES;
};
