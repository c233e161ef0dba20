import { type Checksum, headerOf } from '../body/checksum.ts';
import type { S3Call } from '../http/call.ts';
import { S3Error } from '../http/s3-error.ts';
import type { ObjectPart } from '../index/object-details.ts';
import type { ObjectRow } from '../index/rows.ts';
import type { Store } from '../store.ts';
import { partNumberOf } from '../multipart/part-number.ts';
import type { ByteRange } from './range.ts';

/** One part of an object: its position, and the headers that describe it. */
export type PartRange = { range?: ByteRange; headers: Record<string, string | number> };

/**
 * The part that `partNumber` requests; an object put in one piece is one part.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
 */
export const partRangeOf = (
  store: Store,
  row: ObjectRow,
  { query, headers }: S3Call,
): PartRange | undefined => {
  if (query['partNumber'] === undefined) return undefined;
  const number = partNumberOf(query);
  if (headers['range'] !== undefined)
    throw new S3Error(
      'InvalidRequest',
      'Cannot specify both Range header and partNumber query parameter',
    );
  const parts = partsOf(store, row);
  const index = number - 1;
  const part = parts[index];
  if (!part) throw new S3Error('InvalidPartNumber', undefined, { PartNumberRequested: number });
  const start = parts.slice(0, index).reduce((sum, { size }) => sum + size, 0);
  return {
    ...(part.size > 0 && { range: { start, end: start + part.size - 1 } }),
    headers: {
      ...(row.upload !== undefined && { 'x-amz-mp-parts-count': parts.length }),
      ...checksumOf(part, row.checksum),
    },
  };
};

const partsOf = (store: Store, row: ObjectRow): ObjectPart[] => {
  if (row.upload === undefined)
    return [{ number: 1, size: row.size, checksum: row.checksum?.value }];
  const { parts } = store.details.find(row);
  if (parts.length > 0) return parts;
  throw new S3Error(
    'NotImplemented',
    'The parts of this object were not recorded when it was uploaded; without partNumber it can be read whole',
    { Header: 'partNumber' },
  );
};

const checksumOf = (part: ObjectPart, checksum: Checksum | undefined) =>
  checksum && part.checksum !== undefined
    ? { [headerOf(checksum.algorithm)]: part.checksum }
    : undefined;
