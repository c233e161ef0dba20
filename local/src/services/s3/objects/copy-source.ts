import { S3Error } from '../http/s3-error.ts';
import { type Address, parseAddress } from '../http/address.ts';
import type { S3Call } from '../http/call.ts';
import type { ObjectRow } from '../index/rows.ts';
import { requireObject, type Store } from '../store.ts';
import { isNotModified, preconditionFailed, readConditionsOf } from './conditions.ts';

/** The address in an `x-amz-copy-source`. */
export const copySourceIn = (headers: Record<string, string>): Address => {
  const source = headers['x-amz-copy-source'] ?? '';
  if (source.includes('?versionId='))
    throw new S3Error('NotImplemented', undefined, { Header: 'x-amz-copy-source?versionId' });
  return parseAddress(source.replace(/^\/?/u, '/'));
};

/** The object that `x-amz-copy-source` names, if its conditions hold. */
export const copySourceOf = (store: Store, { headers }: S3Call): ObjectRow => {
  const { bucket, key } = copySourceIn(headers);
  const row = requireObject(store, bucket, key);
  if (isNotModified(readConditionsOf(headers, 'x-amz-copy-source-'), row))
    throw preconditionFailed('x-amz-copy-source-If-None-Match');
  return row;
};
