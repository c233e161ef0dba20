import { S3Error } from '../http/s3-error.ts';
import { parseAddress } from '../http/address.ts';
import type { S3Call } from '../http/call.ts';
import type { ObjectRow } from '../index/rows.ts';
import { requireObject, type Store } from '../store.ts';
import { isNotModified, preconditionFailed, readConditionsOf } from './conditions.ts';

/** The object that `x-amz-copy-source` names, its own conditions met. */
export const copySourceOf = (store: Store, { headers }: S3Call): ObjectRow => {
  const source = headers['x-amz-copy-source'] ?? '';
  if (source.includes('?versionId='))
    throw new S3Error('NotImplemented', undefined, { Header: 'x-amz-copy-source?versionId' });
  const { bucket, key } = parseAddress(source.replace(/^\/?/u, '/'));
  const row = requireObject(store, bucket, key);
  if (isNotModified(readConditionsOf(headers, 'x-amz-copy-source-'), row))
    throw preconditionFailed('x-amz-copy-source-If-None-Match');
  return row;
};
