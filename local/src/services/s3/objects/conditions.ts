import { S3Error } from '../http/s3-error.ts';
import type { ObjectRow } from '../index/rows.ts';
import { unquote } from './etag.ts';

/** The conditions of a write. */
export type WriteConditions = { ifMatch?: string | undefined; ifNoneMatch?: string | undefined };

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html */
export const writeConditionsOf = (headers: Record<string, string>): WriteConditions => {
  const ifNoneMatch = headers['if-none-match'];
  if (ifNoneMatch !== undefined && ifNoneMatch !== '*') {
    throw new S3Error('NotImplemented', undefined, { Header: 'If-None-Match' });
  }
  return { ifMatch: headers['if-match'], ifNoneMatch };
};

/** Throws unless a write may replace the existing object, or create it. */
export const checkWrite = (conditions: WriteConditions, current: ObjectRow | undefined) => {
  const { ifMatch, ifNoneMatch } = conditions;
  if (ifNoneMatch !== undefined && current) throw preconditionFailed('If-None-Match');
  if (ifMatch === undefined) return;
  if (!current) throw new S3Error('NoSuchKey');
  if (!matches(ifMatch, current.etag)) throw preconditionFailed('If-Match');
};

export type ReadConditions = {
  ifMatch?: string | undefined;
  ifNoneMatch?: string | undefined;
  ifModifiedSince?: string | undefined;
  ifUnmodifiedSince?: string | undefined;
};

/** The conditions of a read, from headers whose names begin with `prefix`. */
export const readConditionsOf = (headers: Record<string, string>, prefix = ''): ReadConditions => ({
  ifMatch: headers[`${prefix}if-match`],
  ifNoneMatch: headers[`${prefix}if-none-match`],
  ifModifiedSince: headers[`${prefix}if-modified-since`],
  ifUnmodifiedSince: headers[`${prefix}if-unmodified-since`],
});

/**
 * Whether the reader already has this object; throws if another was requested. An ETag takes precedence over a date.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
 */
export const isNotModified = (
  conditions: ReadConditions,
  { etag, modified }: ObjectRow,
): boolean => {
  const { ifMatch, ifNoneMatch, ifModifiedSince, ifUnmodifiedSince } = conditions;
  if (ifMatch !== undefined) {
    if (!matches(ifMatch, etag)) throw preconditionFailed('If-Match');
  } else if (modified.getTime() > Date.parse(ifUnmodifiedSince ?? '')) {
    throw preconditionFailed('If-Unmodified-Since');
  }
  if (ifNoneMatch !== undefined) return matches(ifNoneMatch, etag);
  return modified.getTime() <= Date.parse(ifModifiedSince ?? '');
};

const matches = (list: string, etag: string) =>
  list
    .split(',')
    .map(unquote)
    .some((item) => item === '*' || item === etag);

export const preconditionFailed = (Condition: string) =>
  new S3Error('PreconditionFailed', undefined, { Condition });
