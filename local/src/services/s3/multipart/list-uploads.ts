import { elementOf } from '../body/checksum.ts';
import type { Reply, S3Call } from '../http/call.ts';
import { S3Error } from '../http/s3-error.ts';
import { writeXml } from '../http/xml.ts';
import { compareKeys } from '../index/listing.ts';
import type { UploadRow } from '../index/rows.ts';
import { quote } from '../objects/etag.ts';
import { OWNER } from '../objects/list-objects.ts';
import { encoderFor, parseMax } from '../objects/list-parameters.ts';
import { requireBucket, type Store } from '../store.ts';
import { requireUpload } from './uploads.ts';

/** ListParts: https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListParts.html */
export const listParts = (store: Store, call: S3Call): Reply => {
  const upload = requireUpload(store, call);
  const limit = parseMax(call.query, 'max-parts');
  const marker = Number(call.query['part-number-marker'] ?? 0);
  const rest = store.uploads.parts(upload.id).filter(({ number }) => number > marker);
  const page = rest.slice(0, limit);
  const isTruncated = rest.length > page.length;
  const Part = page.map(({ number, modified, etag, size, checksum }) => ({
    PartNumber: number,
    LastModified: modified.toISOString(),
    ETag: quote(etag),
    Size: size,
    ...(upload.checksum && { [elementOf(upload.checksum.algorithm)]: checksum }),
  }));
  return {
    body: writeXml('ListPartsResult', {
      Bucket: upload.bucket,
      Key: encoderFor(call.query)(upload.key),
      UploadId: upload.id,
      ...describe(upload),
      PartNumberMarker: marker,
      NextPartNumberMarker: isTruncated ? page.at(-1)?.number : undefined,
      MaxParts: limit,
      IsTruncated: isTruncated,
      Part,
    }),
  };
};

/** ListMultipartUploads: https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListMultipartUploads.html */
export const listUploads = (store: Store, { bucket, query }: S3Call): Reply => {
  requireBucket(store, bucket);
  if (query['delimiter']) throw new S3Error('NotImplemented', undefined, { Header: 'delimiter' });
  const { prefix = '', 'key-marker': keyMarker = '', 'upload-id-marker': idMarker = '' } = query;
  const encode = encoderFor(query);
  const limit = parseMax(query, 'max-uploads');
  const all = store.uploads.list(bucket);
  const rest = behind(all, keyMarker, idMarker).filter(({ key }) => key.startsWith(prefix));
  const page = rest.slice(0, limit);
  const isTruncated = rest.length > page.length;
  const last = isTruncated ? page.at(-1) : undefined;
  return {
    body: writeXml('ListMultipartUploadsResult', {
      Bucket: bucket,
      KeyMarker: encode(keyMarker),
      UploadIdMarker: idMarker,
      NextKeyMarker: last && encode(last.key),
      NextUploadIdMarker: last?.id,
      Prefix: encode(prefix),
      EncodingType: query['encoding-type'],
      MaxUploads: limit,
      IsTruncated: isTruncated,
      Upload: page.map((upload) => ({
        Key: encode(upload.key),
        UploadId: upload.id,
        ...describe(upload),
        Initiated: upload.initiated.toISOString(),
      })),
    }),
  };
};

// An upload may be gone since the page that ended with it.
const behind = (uploads: UploadRow[], keyMarker: string, idMarker: string) => {
  const last = uploads.findIndex(({ key, id }) => key === keyMarker && id === idMarker);
  if (last >= 0) return uploads.slice(last + 1);
  return uploads.filter(({ key }) => compareKeys(key, keyMarker) > 0);
};

const describe = ({ checksum }: UploadRow) => ({
  Initiator: OWNER,
  Owner: OWNER,
  StorageClass: 'STANDARD',
  ChecksumAlgorithm: checksum?.algorithm,
  ChecksumType: checksum?.type,
});
