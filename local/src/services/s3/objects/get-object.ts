import fs from 'node:fs';
import { Readable } from 'node:stream';
import { checksumHeaders } from '../body/checksum.ts';
import type { Reply, S3Call } from '../http/call.ts';
import type { ObjectRow } from '../index/rows.ts';
import { requireObject, type Store } from '../store.ts';
import { isNotModified, readConditionsOf } from './conditions.ts';
import { overridesOf } from './object-headers.ts';
import { quote } from './etag.ts';
import { partRangeOf } from './part-range.ts';
import { type ByteRange, parseRange } from './range.ts';

const READ_BUFFER_BYTES = 256 * 1024;

/** GetObject: https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html */
export const getObject = (store: Store, call: S3Call): Reply => {
  const row = requireObject(store, call.bucket, call.key);
  const part = partRangeOf(store, row, call);
  const reply = describe(store, row, call);
  if (reply.status === 304) return reply;
  return { ...reply, body: openObject(store, row, part?.range ?? rangeOf(row, call)) };
};

/** HeadObject: getObject's response, without the content. */
export const headObject = (store: Store, call: S3Call): Reply =>
  describe(store, requireObject(store, call.bucket, call.key), call);

const describe = (store: Store, row: ObjectRow, call: S3Call): Reply => {
  const headers = { ...identityOf(store, row), ...row.headers, ...overridesOf(call.query) };
  const part = partRangeOf(store, row, call);
  if (isNotModified(readConditionsOf(call.headers), row)) return { status: 304, headers };
  const range = part?.range ?? rangeOf(row, call);
  if (range)
    return { status: 206, headers: { ...headers, ...part?.headers, ...rangeHeaders(range, row) } };
  const wantsChecksum = call.headers['x-amz-checksum-mode']?.toUpperCase() === 'ENABLED';
  const checksum = wantsChecksum ? checksumHeaders(row.checksum) : {};
  return { headers: { ...headers, ...part?.headers, ...checksum, 'content-length': row.size } };
};

const identityOf = (store: Store, row: ObjectRow) => ({
  etag: quote(row.etag),
  'last-modified': row.modified.toUTCString(),
  'x-amz-tagging-count': store.details.find(row).tags.length || undefined,
  'accept-ranges': 'bytes',
});

const rangeOf = (row: ObjectRow, { headers }: S3Call): ByteRange | undefined => {
  // A player that resumes a video must not get the middle of another one.
  const sameAs = headers['if-range'] ?? quote(row.etag);
  const isSame = sameAs === quote(row.etag) || sameAs === row.modified.toUTCString();
  return isSame ? parseRange(headers['range'], row.size) : undefined;
};

const rangeHeaders = ({ start, end }: ByteRange, { size }: ObjectRow) => ({
  'content-range': `bytes ${start}-${end}/${size}`,
  'content-length': end - start + 1,
});

/** The bytes of exactly this version, even if it is replaced while they are read. */
export const openObject = (store: Store, row: ObjectRow, range?: ByteRange): Readable => {
  if (row.size === 0) return Readable.from([]);
  const fd = store.files.open(row);
  // With an end, no buffer is allocated to find out that there is nothing more.
  const { start, end } = range ?? { start: 0, end: row.size - 1 };
  return fs.createReadStream('', { fd, highWaterMark: READ_BUFFER_BYTES, start, end });
};
