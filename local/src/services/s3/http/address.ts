import { S3Error } from './s3-error.ts';

const MAX_KEY_BYTES = 1024;

/** The target of a request: the service (no bucket), a bucket (no key) or an object. */
export type Address = { bucket: string; key: string };

/** Bucket and key from a raw path and the Host header, path-style or `bucket.localhost`. */
export const parseAddress = (path: string, host = ''): Address => {
  const hostBucket = bucketOf(host);
  const [, first = '', rest = ''] = /^\/([^/]*)\/?(.*)$/su.exec(path) ?? [];
  const [bucket, rawKey] = hostBucket ? [hostBucket, path.slice(1)] : [decode(first), rest];
  return { bucket, key: checkKey(decode(rawKey)) };
};

/** The key, unless it is longer than S3 allows. */
export const checkKey = (key: string): string => {
  const Size = Buffer.byteLength(key);
  if (Size <= MAX_KEY_BYTES) return key;
  throw new S3Error('KeyTooLongError', undefined, { Size, MaxSizeAllowed: MAX_KEY_BYTES });
};

// localhost.localstack.cloud is public DNS for 127.0.0.1, which many LocalStack users have configured.
const bucketOf = (host: string) =>
  /^(.+?)\.(?:s3\.)?localhost(?:\.localstack\.cloud)?(?::\d+)?$/iu
    .exec(host)?.[1]
    ?.replace(/^s3$/u, '');

const decode = (text: string) => {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new S3Error('InvalidURI', undefined, { URI: text });
  }
};
