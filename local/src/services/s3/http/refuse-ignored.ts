import { ACCOUNT_ID } from '../../../engine/account.ts';
import { S3Error } from './s3-error.ts';

// Headers that would change the result on AWS and have no effect here.
const REFUSED_HEADERS = [
  ...['x-amz-bucket-namespace', 'x-amz-bucket-object-lock-enabled', 'x-amz-object-ownership'],
  ...['x-amz-if-match-last-modified-time', 'x-amz-if-match-size'],
  'x-amz-optional-object-attributes',
];
const OWNER_HEADERS = ['x-amz-expected-bucket-owner', 'x-amz-source-expected-bucket-owner'];

/** Refuses, by name, headers that no operation here supports, and requests for another account's bucket. */
export const refuseIgnored = (headers: Record<string, string>): void => {
  const refused = REFUSED_HEADERS.find((name) => name in headers);
  if (refused !== undefined) throw new S3Error('NotImplemented', undefined, { Header: refused });
  if (OWNER_HEADERS.some((name) => (headers[name] ?? ACCOUNT_ID) !== ACCOUNT_ID))
    throw new S3Error('AccessDenied');
};
