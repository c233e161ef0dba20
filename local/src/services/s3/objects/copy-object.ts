import * as v from 'valibot';
import { Algorithm, checksumElements } from '../body/checksum.ts';
import { createDigester } from '../body/digests.ts';
import type { Received } from '../body/receive.ts';
import type { Reply, S3Call } from '../http/call.ts';
import { S3Error } from '../http/s3-error.ts';
import { writeXml } from '../http/xml.ts';
import type { Tag } from '../index/object-details.ts';
import type { ObjectRow } from '../index/rows.ts';
import { requireBucket, type Store } from '../store.ts';
import { commitObject } from './commit-object.ts';
import { writeConditionsOf } from './conditions.ts';
import { copySourceOf } from './copy-source.ts';
import { quote } from './etag.ts';
import { openObject } from './get-object.ts';
import { objectHeadersOf } from './object-headers.ts';
import { contentOf, MAX_PUT_BYTES } from './put-object.ts';
import type { ByteRange } from './range.ts';
import { detailsOf, tagsIn } from './tags.ts';

/** CopyObject: https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html */
export const copyObject = async (store: Store, call: S3Call): Promise<Reply> => {
  const { bucket, key, origin } = call;
  requireBucket(store, bucket);
  const source = copySourceOf(store, call);
  const headers = headersFor(source, call);
  const details = detailsOf(tagsFor(store, source, call));
  if (source.size > MAX_PUT_BYTES) throw tooLarge();
  const algorithm = wantedAlgorithm(call.headers) ?? source.checksum?.algorithm;
  const copied = await copyContent(store, source, { algorithm });
  const row = commitObject(
    store,
    { bucket, key, headers, upload: undefined, ...details, ...contentOf(copied) },
    { event: 'Copy', conditions: writeConditionsOf(call.headers), origin },
  );
  return { body: writeXml('CopyObjectResult', resultOf(row)) };
};

/** Copies an object's bytes, or a range of them, into an incoming file. */
export const copyContent = async (
  store: Store,
  source: ObjectRow,
  { algorithm, range }: { algorithm?: Algorithm | undefined; range?: ByteRange },
): Promise<Received> => {
  const digester = createDigester({ algorithm });
  const bytes = openObject(store, source, range) as AsyncIterable<Buffer>;
  const temp = await store.files.receive(digester.through(bytes));
  return { ...(await digester.digests()), temp, algorithm };
};

/** The description of a copy in its response. */
export const resultOf = (row: Pick<ObjectRow, 'etag' | 'modified' | 'checksum'>) => ({
  LastModified: row.modified.toISOString(),
  ETag: quote(row.etag),
  ...checksumElements(row.checksum),
});

const tagsFor = (store: Store, source: ObjectRow, { headers }: S3Call): Tag[] => {
  const replaced = tagsIn(headers['x-amz-tagging']);
  return isReplaced(headers, 'tagging') ? replaced : store.details.find(source).tags;
};

const headersFor = (source: ObjectRow, { bucket, key, headers }: S3Call) => {
  const own = objectHeadersOf(headers);
  if (isReplaced(headers, 'metadata')) return own;
  if (source.bucket !== bucket || source.key !== key) return source.headers;
  throw new S3Error(
    'InvalidRequest',
    "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
  );
};

const isReplaced = (headers: Record<string, string>, what: 'metadata' | 'tagging') => {
  const name = `x-amz-${what}-directive`;
  const directive = headers[name] ?? 'COPY';
  if (directive === 'COPY' || directive === 'REPLACE') return directive === 'REPLACE';
  throw new S3Error('InvalidArgument', `Unknown ${what} directive.`, {
    ArgumentName: name,
    ArgumentValue: directive,
  });
};

const wantedAlgorithm = ({ 'x-amz-checksum-algorithm': name }: Record<string, string>) => {
  const algorithm = name?.toUpperCase();
  return v.is(Algorithm, algorithm) ? algorithm : undefined;
};

const tooLarge = () =>
  new S3Error(
    'InvalidRequest',
    `The specified copy source is larger than the maximum allowable size for a copy source: ${MAX_PUT_BYTES}`,
  );
