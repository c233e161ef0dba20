import type { ApiCall, Caller } from '../../../auth/credentials.ts';
import { copySourceIn } from '../objects/copy-source.ts';
import type { Address } from './address.ts';
import { S3Error } from './s3-error.ts';

/** The IAM actions of a request; a copy also reads, a put with tags also tags. */
export const callsOf = (
  action: string,
  address: Address,
  headers: Record<string, string> = {},
): ApiCall[] => {
  const resource = resourceOf(action, address);
  const calls = [{ action, resource }];
  if (action === 's3:GetObjectAttributes') calls.push({ action: 's3:GetObject', resource });
  if (headers['x-amz-tagging'] !== undefined)
    calls.push({ action: 's3:PutObjectTagging', resource });
  if (headers['x-amz-copy-source'] !== undefined)
    calls.push({ action: 's3:GetObject', resource: arnOf(copySourceIn(headers)) });
  return calls;
};

// A DeleteObjects lists its objects in the body: the caller must be permitted to delete them all.
const resourceOf = (action: string, { bucket, key }: Address) => {
  if (bucket === '') return '*';
  return arnOf({ bucket, key: action === 's3:DeleteObject' ? key || '*' : key });
};

const arnOf = ({ bucket, key }: Address) => `arn:aws:s3:::${key ? `${bucket}/${key}` : bucket}`;

/** Throws AccessDenied unless the caller is permitted to make all of the calls. */
export const authorize = ({ refusal }: Caller, calls: ApiCall[]): void => {
  for (const call of calls) {
    const message = refusal(call);
    if (message !== undefined) throw new S3Error('AccessDenied', message);
  }
};

/**
 * The error as S3 reports it to this caller: only a caller who may list the bucket learns that a key does not exist.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html#API_GetObject_Permissions
 */
export const asSeenBy = ({ refusal }: Caller, { bucket }: Address, error: unknown): unknown => {
  if (!(error instanceof S3Error) || error.code !== 'NoSuchKey') return error;
  const message = refusal({ action: 's3:ListBucket', resource: arnOf({ bucket, key: '' }) });
  return message === undefined ? error : new S3Error('AccessDenied', message);
};
