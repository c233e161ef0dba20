import { Readable } from 'node:stream';
import type { HttpAnswer, HttpQuestion } from '../http.ts';
import type { Bucket, StoredObject } from './bucket.ts';

// Small, so that lists have pages.
const PAGE = 3;

const STATUS: Record<string, number> = {
  NoSuchKey: 404,
  NoSuchUpload: 404,
  PreconditionFailed: 412,
  InvalidRange: 416,
};

/** S3's responses to the services' requests. */
export const createS3 = (buckets: Map<string, Bucket>) => ({
  answer: (question: HttpQuestion): HttpAnswer => {
    const { bucket, key } = addressOf(question);
    const found = buckets.get(bucket);
    if (!found) throw new Error(`There is no bucket ${bucket}`);
    if (key === '') return list(found, question);
    const { query } = question;
    if ('uploadId' in query || 'uploads' in query) return multipart(found, key, question);
    if (question.method === 'PUT') return put(found, key, question);
    if (question.method === 'DELETE') {
      found.delete(key);
      return { status: 204 };
    }
    return read(found, key, question);
  },
});

/** The bucket and key of a request, in either style. */
export const addressOf = ({ hostname, path }: Pick<HttpQuestion, 'hostname' | 'path'>) => {
  const [host = ''] = hostname.split('.');
  const parts = path.split('/').map(decodeURIComponent);
  const key = host === 's3' ? parts.slice(2) : parts.slice(1);
  return { bucket: host === 's3' ? (parts[1] ?? '') : host, key: key.join('/') };
};

const put = (bucket: Bucket, key: string, { headers, body }: HttpQuestion): HttpAnswer => {
  const metadata = Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      name.startsWith('x-amz-meta-') ? [[name.slice('x-amz-meta-'.length), value]] : [],
    ),
  );
  const content = { body, contentType: headers['content-type'] ?? '', metadata };
  return stored(bucket.put(key, content, conditionsIn(headers)));
};

const conditionsIn = (headers: HttpQuestion['headers']) => ({
  ifNoneMatch: headers['if-none-match'],
  ifMatch: headers['if-match'],
});

const stored = (outcome: StoredObject | string): HttpAnswer =>
  typeof outcome === 'string' ? refusal(outcome) : { status: 200, headers: { etag: outcome.etag } };

const read = (bucket: Bucket, key: string, { method, headers }: HttpQuestion): HttpAnswer => {
  const isHead = method === 'HEAD';
  const object = bucket.get(key);
  if (!object) return isHead ? { status: 404 } : refusal('NoSuchKey');
  const { 'if-match': ifMatch, range } = headers;
  if (ifMatch !== undefined && ifMatch !== object.etag)
    return isHead ? { status: 412 } : refusal('PreconditionFailed');
  const [, from = '0', to] = /^bytes=(\d+)-(\d+)$/u.exec(range ?? '') ?? [];
  if (range && Number(from) >= object.body.length) return refusal('InvalidRange');
  const body = object.body.subarray(Number(from), to === undefined ? undefined : Number(to) + 1);
  return {
    status: range ? 206 : 200,
    headers: {
      etag: object.etag,
      'content-type': object.contentType,
      'content-length': String(body.length),
      'last-modified': new Date(object.storedAt).toUTCString(),
      ...Object.fromEntries(
        Object.entries(object.metadata).map(([name, value]) => [`x-amz-meta-${name}`, value]),
      ),
    },
    ...(!isHead && { body: Readable.from([body]) }),
  };
};

const list = (bucket: Bucket, { query }: HttpQuestion): HttpAnswer => {
  if ('versions' in query) return listVersions(bucket, query);
  const { prefix = '', 'continuation-token': after = '' } = query;
  const keys = bucket.keys(prefix).filter((key) => key > after);
  const page = keys.slice(0, PAGE);
  const isTruncated = keys.length > page.length;
  return xml(
    'ListBucketResult',
    [
      ...page.map((key) => `<Contents><Key>${escape(key)}</Key></Contents>`),
      `<IsTruncated>${isTruncated}</IsTruncated>`,
      isTruncated
        ? `<NextContinuationToken>${escape(page.at(-1) ?? '')}</NextContinuationToken>`
        : '',
    ].join(''),
  );
};

// Buckets have no versioning, so that each object has one version.
const listVersions = (bucket: Bucket, query: HttpQuestion['query']): HttpAnswer => {
  const { prefix = '', 'key-marker': after = '' } = query;
  const keys = bucket.keys(prefix).filter((key) => key > after);
  const page = keys.slice(0, PAGE);
  const isTruncated = keys.length > page.length;
  const versions = page.map(
    (key) =>
      `<Version><Key>${escape(key)}</Key><VersionId>null</VersionId><ETag>${escape(bucket.get(key)?.etag ?? '')}</ETag></Version>`,
  );
  const next = isTruncated
    ? `<NextKeyMarker>${escape(page.at(-1) ?? '')}</NextKeyMarker><NextVersionIdMarker>null</NextVersionIdMarker>`
    : '';
  return xml(
    'ListVersionsResult',
    `${versions.join('')}${next}<IsTruncated>${isTruncated}</IsTruncated>`,
  );
};

const multipart = (bucket: Bucket, key: string, question: HttpQuestion): HttpAnswer => {
  const { method, query, headers, body } = question;
  const { uploadId = '' } = query;
  if ('uploads' in query) {
    const id = bucket.open(key, headers['content-type'] ?? '');
    return xml('InitiateMultipartUploadResult', `<UploadId>${id}</UploadId>`);
  }
  if (method === 'PUT')
    return bucket.putPart(uploadId, Number(query['partNumber']), body)
      ? { status: 200, headers: { etag: '"part"' } }
      : refusal('NoSuchUpload');
  if (method === 'DELETE')
    return bucket.abort(uploadId) ? { status: 204 } : refusal('NoSuchUpload');
  if (method === 'GET') return listParts(bucket, uploadId);
  const outcome = bucket.complete(uploadId, conditionsIn(headers));
  if (typeof outcome === 'string') return refusal(outcome);
  return xml('CompleteMultipartUploadResult', `<ETag>${escape(outcome.etag)}</ETag>`);
};

const listParts = (bucket: Bucket, uploadId: string): HttpAnswer => {
  const parts = bucket.parts(uploadId);
  if (!parts) return refusal('NoSuchUpload');
  const listed = [...parts].map(
    ([number, { length }]) =>
      `<Part><PartNumber>${number}</PartNumber><ETag>&quot;part&quot;</ETag><Size>${length}</Size></Part>`,
  );
  return xml('ListPartsResult', `${listed.join('')}<IsTruncated>false</IsTruncated>`);
};

const refusal = (code: string): HttpAnswer => ({
  ...xml('Error', `<Code>${code}</Code><Message>${code}</Message>`),
  status: STATUS[code] ?? 400,
});

const xml = (root: string, content: string): HttpAnswer => ({
  status: 200,
  headers: { 'content-type': 'application/xml' },
  body: `<?xml version="1.0" encoding="UTF-8"?><${root}>${content}</${root}>`,
});

const escape = (text: string) =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
