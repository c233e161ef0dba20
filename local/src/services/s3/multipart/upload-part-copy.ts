import type { Reply, S3Call } from '../http/call.ts';
import { S3Error } from '../http/s3-error.ts';
import { writeXml } from '../http/xml.ts';
import { copyContent, resultOf } from '../objects/copy-object.ts';
import { copySourceOf } from '../objects/copy-source.ts';
import type { ByteRange } from '../objects/range.ts';
import type { Store } from '../store.ts';
import { partNumberOf } from './part-number.ts';
import { keepPart } from './upload-part.ts';
import { requireUpload } from './uploads.ts';

/** UploadPartCopy: https://docs.aws.amazon.com/AmazonS3/latest/API/API_UploadPartCopy.html */
export const uploadPartCopy = async (store: Store, call: S3Call): Promise<Reply> => {
  const upload = requireUpload(store, call);
  const number = partNumberOf(call.query);
  const source = copySourceOf(store, call);
  const range = parseSourceRange(call.headers['x-amz-copy-source-range'], source.size);
  const algorithm = upload.checksum?.algorithm;
  const received = await copyContent(store, source, { algorithm, ...(range && { range }) });
  const { etag, modified } = keepPart(store, upload, { number, received });
  return { body: writeXml('CopyPartResult', resultOf({ etag, modified, checksum: undefined })) };
};

// Stricter than the range of a read: both ends are required.
const parseSourceRange = (header: string | undefined, size: number): ByteRange | undefined => {
  if (header === undefined) return undefined;
  const [, first, last] = /^bytes=(\d+)-(\d+)$/u.exec(header) ?? [];
  const range = { start: Number(first), end: Number(last) };
  if (range.start <= range.end && range.end < size) return range;
  throw new S3Error(
    'InvalidArgument',
    `Range specified is not valid for source object of size: ${size}`,
    { ArgumentName: 'x-amz-copy-source-range', ArgumentValue: header },
  );
};
