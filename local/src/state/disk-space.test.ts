import { expect, test } from '@jest/globals';
import { openDatabase } from './database.ts';
import { isDiskFull } from './disk-space.ts';

const sqliteFull = () => {
  const db = openDatabase(':memory:');
  db.exec('CREATE TABLE t (bytes BLOB); PRAGMA max_page_count = 4');
  try {
    db.exec('INSERT INTO t VALUES (randomblob(100000))');
  } catch (error) {
    return error;
  }
  return undefined;
};
const withCode = (code: string, message = '') => Object.assign(new Error(message), { code });

test.each([
  ['a file system', withCode('ENOSPC'), true],
  ['a quota', withCode('EDQUOT'), true],
  ['SQLite', sqliteFull(), true],
  ['LevelDB', withCode('LEVEL_IO_ERROR', 'IO error: a.log: No space left on device'), true],
  ['another error of LevelDB', withCode('LEVEL_IO_ERROR', 'IO error: a.log: Input/output'), false],
  ['a missing file', withCode('ENOENT'), false],
  ['another error of SQLite', withCode('ERR_SQLITE_ERROR'), false],
  ['no error', undefined, false],
])('a full disk is recognised by the error of %s', (_, error, isFull) => {
  expect(isDiskFull(error)).toBe(isFull);
});
