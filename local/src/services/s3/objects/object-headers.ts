import { headerValue } from '../http/header-value.ts';
import { S3Error } from '../http/s3-error.ts';

const MAX_METADATA_BYTES = 2048;
const META = 'x-amz-meta-';
const CONTENT_HEADERS = [
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'content-type',
  'expires',
];

/** The headers stored with an object and returned: content headers and user metadata. */
export const objectHeadersOf = (headers: Record<string, string>): Record<string, string> => {
  refuseUnknown(headers);
  const metadata = Object.entries(headers).filter(([name]) => name.startsWith(META));
  checkMetadata(metadata);
  const content = CONTENT_HEADERS.flatMap((name): [string, string][] => {
    const value = name === 'content-encoding' ? contentEncoding(headers[name]) : headers[name];
    return value ? [[name, value]] : [];
  });
  return Object.fromEntries([
    ['content-type', 'binary/octet-stream'],
    ...content,
    ...metadata,
  ] satisfies [string, string][]);
};

// aws-chunked is a transfer format, not the content's encoding.
const contentEncoding = (header = '') => {
  const encodings = header.split(',').map((encoding) => encoding.trim());
  const own = encodings.filter((encoding) => encoding !== 'aws-chunked');
  return own.length === encodings.length ? header : own.join(', ');
};

const checkMetadata = (metadata: [string, string][]) => {
  const size = metadata.reduce(
    (sum, [name, value]) => sum + name.length - META.length + Buffer.byteLength(value, 'latin1'),
    0,
  );
  if (size <= MAX_METADATA_BYTES) return;
  throw new S3Error('MetadataTooLarge', undefined, {
    Size: size,
    MaxSizeAllowed: MAX_METADATA_BYTES,
  });
};

const ACLS = ['private', 'bucket-owner-full-control'];

// Headers that the engine does not support are refused by name, not ignored.
const refuseUnknown = (headers: Record<string, string>) => {
  const { 'x-amz-acl': acl = 'private', 'x-amz-storage-class': storageClass = 'STANDARD' } =
    headers;
  if (!ACLS.includes(acl)) throw new S3Error('AccessControlListNotSupported');
  if (storageClass !== 'STANDARD') throw notImplemented('x-amz-storage-class');
  if ((headers['x-amz-server-side-encryption'] ?? 'AES256') !== 'AES256')
    throw notImplemented('x-amz-server-side-encryption');
  const unknown = Object.keys(headers).find((name) => UNKNOWN.test(name));
  if (unknown !== undefined) throw notImplemented(unknown);
};

const UNKNOWN =
  /^x-amz-(?:grant-|object-lock-|website-redirect-location$|write-offset-bytes$|server-side-encryption-)/u;

const notImplemented = (Header: string) => new S3Error('NotImplemented', undefined, { Header });

const OVERRIDABLE = new Map(CONTENT_HEADERS.map((name) => [`response-${name}`, name]));

/** The response headers that a signed query overrides. */
export const overridesOf = (query: Record<string, string>) =>
  Object.fromEntries(
    Object.entries(query).flatMap(([name, value]) => {
      const header = OVERRIDABLE.get(name);
      return header ? [[header, headerValue(name, value)]] : [];
    }),
  );
