import { ACCOUNT_ID } from '../../../engine/account.ts';
import type { Reply, S3Call } from '../http/call.ts';
import { S3Error } from '../http/s3-error.ts';
import { writeXml } from '../http/xml.ts';
import { listPage } from '../index/listing.ts';
import type { ObjectRow } from '../index/rows.ts';
import { requireBucket, type Store } from '../store.ts';
import { encoderFor, parseMax } from './list-parameters.ts';
import { quote } from './etag.ts';

/** The owner of everything. */
export const OWNER = { ID: ACCOUNT_ID, DisplayName: 'local' };

/** ListObjects: https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjects.html */
export const listObjectsV1 = (store: Store, call: S3Call): Reply => {
  const { marker = '' } = call.query;
  const page = list(store, call, marker);
  const isNextNeeded = page.isTruncated && page.content.Delimiter !== undefined;
  return {
    body: writeXml('ListBucketResult', {
      ...page.content,
      Marker: page.encode(marker),
      NextMarker: isNextNeeded ? page.encode(page.last) : undefined,
      Contents: page.contents(true),
    }),
  };
};

/** ListObjectsV2: https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html */
export const listObjectsV2 = (store: Store, call: S3Call): Reply => {
  const { 'continuation-token': token, 'start-after': startAfter } = call.query;
  const page = list(store, call, token === undefined ? (startAfter ?? '') : readToken(token));
  return {
    body: writeXml('ListBucketResult', {
      ...page.content,
      KeyCount: page.count,
      ContinuationToken: token,
      NextContinuationToken: page.isTruncated ? writeToken(page.last) : undefined,
      StartAfter: startAfter === undefined ? undefined : page.encode(startAfter),
      Contents: page.contents(call.query['fetch-owner'] === 'true'),
    }),
  };
};

/** The only version of each object in a bucket without versioning. */
export const NULL_VERSION = 'null';

/** ListObjectVersions: https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectVersions.html */
export const listObjectVersions = (store: Store, call: S3Call): Reply => {
  const { 'key-marker': marker = '' } = call.query;
  const page = list(store, call, marker);
  return {
    body: writeXml('ListVersionsResult', {
      ...page.content,
      KeyMarker: page.encode(marker),
      VersionIdMarker: call.query['version-id-marker'],
      NextKeyMarker: page.isTruncated ? page.encode(page.last) : undefined,
      NextVersionIdMarker: page.isTruncated ? NULL_VERSION : undefined,
      Version: page.contents(true).map((content) => ({
        ...content,
        VersionId: NULL_VERSION,
        IsLatest: true,
      })),
    }),
  };
};

const list = (store: Store, { bucket, query }: S3Call, after: string) => {
  requireBucket(store, bucket);
  const { prefix = '', delimiter = '' } = query;
  const limit = parseMax(query, 'max-keys');
  const encode = encoderFor(query);
  const page = listPage(store.objects, { bucket, prefix, delimiter, after, limit });
  const isTruncated = page.isTruncated && limit > 0;
  const content = {
    Name: bucket,
    Prefix: encode(prefix),
    Delimiter: delimiter === '' ? undefined : encode(delimiter),
    MaxKeys: limit,
    EncodingType: query['encoding-type'],
    IsTruncated: isTruncated,
    CommonPrefixes: page.entries
      .filter(({ object }) => !object)
      .map(({ name }) => ({ Prefix: encode(name) })),
  };
  const contents = (withOwner: boolean) =>
    page.entries.flatMap(({ object }) => (object ? [contentOf(object, encode, withOwner)] : []));
  const last = page.entries.at(-1)?.name ?? '';
  return { content, contents, encode, isTruncated, last, count: page.entries.length };
};

const contentOf = (object: ObjectRow, encode: (name: string) => string, withOwner: boolean) => ({
  Key: encode(object.key),
  LastModified: object.modified.toISOString(),
  ETag: quote(object.etag),
  ChecksumAlgorithm: object.checksum?.algorithm,
  ChecksumType: object.checksum?.type,
  Size: object.size,
  Owner: withOwner ? OWNER : undefined,
  StorageClass: 'STANDARD',
});

// Opaque to clients: a name can contain what a URL or XML cannot.
const writeToken = (after: string) => Buffer.from(after).toString('base64url');

const readToken = (token: string) => {
  const after = Buffer.from(token, 'base64url').toString();
  if (token !== '' && writeToken(after) === token) return after;
  throw new S3Error('InvalidArgument', 'The continuation token provided is incorrect', {
    ArgumentName: 'continuation-token',
  });
};
