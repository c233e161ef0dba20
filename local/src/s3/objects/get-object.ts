import fs from 'node:fs';
import { Readable } from 'node:stream';
import { checksumHeaders } from '../body/checksum.ts';
import type { Reply, S3Call } from '../http/call.ts';
import { writeXml } from '../http/xml.ts';
import type { ObjectRow } from '../index/rows.ts';
import { requireObject, type Store } from '../store.ts';
import { isNotModified, readConditionsOf } from './conditions.ts';
import { overridesOf } from './object-headers.ts';
import { quote } from './etag.ts';
import { type ByteRange, parseRange } from './range.ts';

const READ_BUFFER_BYTES = 256 * 1024;

/** GetObject: https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html */
export const getObject = (store: Store, call: S3Call): Reply => {
  const row = requireObject(store, call.bucket, call.key);
  const reply = describe(row, call);
  if (reply.status === 304) return reply;
  return { ...reply, body: openObject(store, row, rangeOf(row, call)) };
};

/** HeadObject: what getObject answers, without the content. */
export const headObject = (store: Store, call: S3Call): Reply =>
  describe(requireObject(store, call.bucket, call.key), call);

/** GetObjectTagging, for the `aws` command line's copies: no object here has tags. */
export const getObjectTagging = (store: Store, { bucket, key }: S3Call): Reply => {
  requireObject(store, bucket, key);
  return { body: writeXml('Tagging', { TagSet: {} }) };
};

const describe = (row: ObjectRow, call: S3Call): Reply => {
  const headers = { ...identityOf(row), ...row.headers, ...overridesOf(call.query) };
  if (isNotModified(readConditionsOf(call.headers), row)) return { status: 304, headers };
  const range = rangeOf(row, call);
  if (range) return { status: 206, headers: { ...headers, ...rangeHeaders(range, row) } };
  const wantsChecksum = call.headers['x-amz-checksum-mode']?.toUpperCase() === 'ENABLED';
  const checksum = wantsChecksum ? checksumHeaders(row.checksum) : {};
  return { headers: { ...headers, ...checksum, 'content-length': row.size } };
};

const identityOf = ({ etag, modified }: ObjectRow) => ({
  etag: quote(etag),
  'last-modified': modified.toUTCString(),
  'accept-ranges': 'bytes',
});

const rangeOf = (row: ObjectRow, { headers }: S3Call): ByteRange | undefined => {
  // A player that goes on with a video must not be given the middle of another one.
  const sameAs = headers['if-range'] ?? quote(row.etag);
  const isSame = sameAs === quote(row.etag) || sameAs === row.modified.toUTCString();
  return isSame ? parseRange(headers['range'], row.size) : undefined;
};

const rangeHeaders = ({ start, end }: ByteRange, { size }: ObjectRow) => ({
  'content-range': `bytes ${start}-${end}/${size}`,
  'content-length': end - start + 1,
});

/** The bytes of exactly this version, also when it is replaced while they are read. */
export const openObject = (store: Store, row: ObjectRow, range?: ByteRange): Readable => {
  if (row.size === 0) return Readable.from([]);
  const fd = store.files.open(row);
  return fs.createReadStream('', { fd, highWaterMark: READ_BUFFER_BYTES, ...range });
};
