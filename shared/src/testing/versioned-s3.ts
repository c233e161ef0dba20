import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { S3Client } from '@aws-sdk/client-s3';
import { serve } from './serve.ts';

/** A version, or a delete marker, which has no eTag. The newest of a key comes first, as S3 lists them. */
type Version = { key: string; versionId: string; etag?: string };

// Small, so that lists have pages.
const PAGE = 2;

/** A bucket with versioning, as far as its versions are listed and deleted. */
export const startVersionedS3 = async () => {
  let versions: Version[] = [];
  let written = 0;
  const add = (version: Omit<Version, 'versionId'>) => {
    versions = [{ ...version, versionId: `v${++written}` }, ...versions].toSorted((one, other) =>
      one.key < other.key ? -1 : Number(one.key > other.key),
    );
  };
  const { origin, close } = await serve((request, response) => {
    const { key, query } = addressOf(request);
    if (request.method === 'GET') return response.end(list(versions, query));
    const versionId = query.get('versionId');
    if (versionId === null) add({ key });
    versions = versions.filter((each) => each.key !== key || each.versionId !== versionId);
    return response.writeHead(204).end();
  });
  const client = new S3Client({
    endpoint: origin,
    region: 'us-east-1',
    forcePathStyle: true,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  return {
    client,
    put: (key: string, content: string) => add({ key, etag: etagOf(content) }),
    /** What is left, as `key version`. */
    left: () => versions.map(({ key, versionId }) => `${key} ${versionId}`),
    stop: async () => {
      client.destroy();
      await close();
    },
  };
};

export const etagOf = (content: string) => `"${createHash('md5').update(content).digest('hex')}"`;

const addressOf = ({ url = '' }: IncomingMessage) => {
  const { pathname, searchParams } = new URL(url, 'http://s3');
  return { key: decodeURIComponent(pathname.split('/').slice(2).join('/')), query: searchParams };
};

const list = (versions: Version[], query: URLSearchParams) => {
  const prefix = query.get('prefix') ?? '';
  const all = versions.filter(({ key }) => key.startsWith(prefix));
  const [key, id] = [query.get('key-marker'), query.get('version-id-marker')];
  // The page may have been deleted since, so what follows is found by its place.
  const start = all.findIndex(
    (each) => key === null || each.key > key || (each.key === key && isOlder(each.versionId, id)),
  );
  const rest = start === -1 ? [] : all.slice(start);
  const page = rest.slice(0, PAGE);
  const last = page.at(-1);
  const next =
    rest.length > PAGE && last
      ? `<IsTruncated>true</IsTruncated><NextKeyMarker>${last.key}</NextKeyMarker><NextVersionIdMarker>${last.versionId}</NextVersionIdMarker>`
      : '<IsTruncated>false</IsTruncated>';
  return `<?xml version="1.0"?><ListVersionsResult>${next}${page.map(xmlOf).join('')}</ListVersionsResult>`;
};

const isOlder = (versionId: string, than: string | null) =>
  than !== null && Number(versionId.slice(1)) < Number(than.slice(1));

const xmlOf = ({ key, versionId, etag }: Version) => {
  const name = `<Key>${key}</Key><VersionId>${versionId}</VersionId>`;
  return etag === undefined
    ? `<DeleteMarker>${name}</DeleteMarker>`
    : `<Version>${name}<ETag>${etag.replaceAll('"', '&quot;')}</ETag></Version>`;
};
