import { durably } from '../../../state/flush.ts';
import { headerOf } from '../body/checksum.ts';
import { receiveBody, type Received } from '../body/receive.ts';
import type { Reply, S3Call } from '../http/call.ts';
import { S3Error } from '../http/s3-error.ts';
import type { PartRow, UploadRow } from '../index/rows.ts';
import { MAX_PUT_BYTES } from '../objects/put-object.ts';
import { quote } from '../objects/etag.ts';
import type { Store } from '../store.ts';
import { partNumberOf } from './part-number.ts';
import { noSuchUpload, requireUpload } from './uploads.ts';

/** UploadPart: https://docs.aws.amazon.com/AmazonS3/latest/API/API_UploadPart.html */
export const uploadPart = async (store: Store, call: S3Call): Promise<Reply> => {
  const upload = requireUpload(store, call);
  const number = partNumberOf(call.query);
  const algorithm = upload.checksum?.algorithm;
  const content = { files: store.files, headers: call.headers, maxBytes: MAX_PUT_BYTES, algorithm };
  const received = await receiveBody(call.openBody(), content);
  const part = keepPart(store, upload, { number, received });
  return {
    headers: {
      etag: quote(part.etag),
      ...(received.algorithm && { [headerOf(received.algorithm)]: received.checksum }),
    },
  };
};

/** Records an uploaded part; it replaces one with the same number. */
export const keepPart = (
  store: Store,
  { id, bucket, key, checksum }: UploadRow,
  { number, received }: { number: number; received: Received },
): PartRow => {
  const { temp, size, md5 } = received;
  const part = {
    ...{ number, temp, size, etag: md5.toString('hex'), modified: new Date() },
    checksum: checksum && received.checksum,
  };
  try {
    if (checksum && checksum.algorithm !== received.algorithm) throw mismatch(checksum, received);
    const replaced = durably(store.db, () => {
      // The upload may have been completed or aborted meanwhile.
      if (!store.uploads.find(id, { bucket, key })) throw noSuchUpload(id);
      return store.uploads.putPart(id, part);
    });
    if (replaced) store.files.discard([replaced.temp]);
    return part;
  } catch (error) {
    store.files.discard([temp]);
    throw error;
  }
};

const mismatch = ({ algorithm }: { algorithm: string }, received: Received) =>
  new S3Error(
    'InvalidRequest',
    `Checksum Type mismatch occurred, expected checksum Type: ${algorithm.toLowerCase()}, actual checksum Type: ${received.algorithm?.toLowerCase() ?? 'null'}`,
  );
