import { receiveBody, type Received } from '../body/receive.ts';
import { type Checksum, checksumHeaders } from '../body/checksum.ts';
import type { Reply, S3Call } from '../http/call.ts';
import { requireBucket, type Store } from '../store.ts';
import { commitObject } from './commit-object.ts';
import { writeConditionsOf } from './conditions.ts';
import { quote } from './etag.ts';
import { objectHeadersOf } from './object-headers.ts';
import { detailsOf, tagsIn } from './tags.ts';

/** The maximum size of a single put; larger objects need multipart uploads. */
export const MAX_PUT_BYTES = 5 * 1024 ** 3;

/** PutObject: https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html */
export const putObject = async (store: Store, call: S3Call): Promise<Reply> => {
  const { bucket, key, headers, origin } = call;
  requireBucket(store, bucket);
  const object = { bucket, key, headers: objectHeadersOf(headers), upload: undefined };
  const details = detailsOf(tagsIn(headers['x-amz-tagging']));
  const conditions = writeConditionsOf(headers);
  const content = { files: store.files, headers, maxBytes: MAX_PUT_BYTES };
  const received = await receiveBody(call.openBody(), content);
  const row = commitObject(
    store,
    { ...object, ...details, ...contentOf(received) },
    { event: 'Put', conditions, origin },
  );
  return { headers: { etag: quote(row.etag), ...checksumHeaders(row.checksum) } };
};

/** An object's row for content uploaded in one piece. */
export const contentOf = ({ temp, size, md5, algorithm, checksum }: Received) => ({
  temp,
  size,
  etag: md5.toString('hex'),
  checksum: fullChecksum(algorithm, checksum),
});

const fullChecksum = (algorithm: Received['algorithm'], value: string | undefined) =>
  algorithm && value !== undefined
    ? ({ algorithm, type: 'FULL_OBJECT', value } satisfies Checksum)
    : undefined;
