import { checksumElements, elementOf } from '../body/checksum.ts';
import type { Reply, S3Call } from '../http/call.ts';
import { S3Error } from '../http/s3-error.ts';
import { writeXml } from '../http/xml.ts';
import type { ObjectRow } from '../index/rows.ts';
import { requireObject, type Store } from '../store.ts';

const MAX_PARTS = 1000;
const ATTRIBUTES = ['ETag', 'Checksum', 'ObjectParts', 'StorageClass', 'ObjectSize'];

/** GetObjectAttributes: https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectAttributes.html */
export const getObjectAttributes = (store: Store, call: S3Call): Reply => {
  const wanted = attributesIn(call.headers['x-amz-object-attributes']);
  const row = requireObject(store, call.bucket, call.key);
  const attributes: Record<string, unknown> = {
    ETag: row.etag,
    Checksum: row.checksum && checksumElements(row.checksum),
    ObjectParts: objectParts(store, row, call.headers),
    StorageClass: 'STANDARD',
    ObjectSize: row.size,
  };
  const chosen = Object.entries(attributes).filter(([name]) => wanted.includes(name));
  return {
    headers: { 'last-modified': row.modified.toUTCString() },
    body: writeXml('GetObjectAttributesResponse', Object.fromEntries(chosen)),
  };
};

const attributesIn = (header = ''): string[] => {
  const names = header
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);
  if (names.length > 0 && names.every((name) => ATTRIBUTES.includes(name))) return names;
  throw new S3Error('InvalidArgument', 'Invalid attribute name specified.', {
    ArgumentName: 'x-amz-object-attributes',
    ArgumentValue: header,
  });
};

const objectParts = (store: Store, row: ObjectRow, headers: Record<string, string>) => {
  const { parts } = store.details.find(row);
  if (parts.length === 0) return undefined;
  const marker = numberIn(headers, 'x-amz-part-number-marker') ?? 0;
  const limit = Math.min(numberIn(headers, 'x-amz-max-parts') ?? MAX_PARTS, MAX_PARTS);
  const rest = parts.map((part, index) => ({ ...part, number: index + 1 })).slice(marker);
  const page = rest.slice(0, limit);
  const isTruncated = rest.length > page.length;
  const checksumElement = row.checksum && elementOf(row.checksum.algorithm);
  return {
    PartsCount: parts.length,
    PartNumberMarker: marker,
    NextPartNumberMarker: isTruncated ? marker + page.length : undefined,
    MaxParts: limit,
    IsTruncated: isTruncated,
    Part: page.map(({ number, size, checksum }) => ({
      PartNumber: number,
      Size: size,
      ...(checksumElement && { [checksumElement]: checksum }),
    })),
  };
};

const numberIn = (headers: Record<string, string>, name: string): number | undefined => {
  const text = headers[name];
  if (text === undefined) return undefined;
  if (/^\d{1,9}$/u.test(text)) return Number(text);
  throw new S3Error('InvalidArgument', `Invalid value for ${name}`, {
    ArgumentName: name,
    ArgumentValue: text,
  });
};
