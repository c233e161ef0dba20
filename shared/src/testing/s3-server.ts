import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { S3Client } from '@aws-sdk/client-s3';

type StoredObject = {
  bytes: Buffer;
  contentType: string | undefined;
  /** The sender's metadata, if any. */
  meta?: Record<string, string>;
};
type Objects = Map<string, StoredObject>;
type Answer = { status: number; headers?: Record<string, string>; body?: Buffer | string };

/** When every object was stored. */
export const STORED_AT = '2026-11-22T20:05:00.000Z';

/** The part of S3 that the adapter uses: get with ranges and `If-Match`, put with conditions. */
export const startS3 = async () => {
  const objects: Objects = new Map();
  const refusals: Answer[] = [];
  const server = createServer((request, response) => {
    const refused = refusals.shift();
    void (
      request.method === 'PUT' ? put(objects, request, refused) : get(objects, request, refused)
    ).then(({ status, headers, body }) => response.writeHead(status, headers).end(body));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const client = clientOf(server.address() as AddressInfo);

  return {
    client,
    objects,
    /** Answers the next requests with this error. */
    refuse: (count: number, status: number, code: string) =>
      void refusals.push(...Array.from({ length: count }, () => refusal(status, code))),
    stop: async () => {
      client.destroy();
      server.close();
      await once(server, 'close');
    },
  };
};

const put = async (
  objects: Objects,
  request: IncomingMessage,
  refused?: Answer,
): Promise<Answer> => {
  const bytes = await buffer(request);
  const key = keyOf(request);
  if (refused) return refused;
  if (request.headers['if-none-match'] === '*' && objects.has(key))
    return refusal(412, 'PreconditionFailed');
  const wanted = request.headers['if-match'];
  const current = objects.get(key);
  if (wanted !== undefined && !current) return refusal(404, 'NoSuchKey');
  if (wanted !== undefined && current && wanted !== etagOf(current.bytes))
    return refusal(412, 'PreconditionFailed');
  const meta = metaOf(request);
  const isSaid = Object.keys(meta).length > 0;
  objects.set(key, {
    bytes,
    contentType: request.headers['content-type'],
    ...(isSaid && { meta }),
  });
  return { status: 200, headers: { etag: etagOf(bytes) } };
};

const get = async (
  objects: Objects,
  request: IncomingMessage,
  refused?: Answer,
): Promise<Answer> => {
  if (refused) return refused;
  const { bytes, meta = {} } = objects.get(keyOf(request)) ?? {};
  if (!bytes) return refusal(404, 'NoSuchKey');
  const etag = etagOf(bytes);
  const { 'if-match': wanted = etag, range = '' } = request.headers;
  if (wanted !== etag) return refusal(412, 'PreconditionFailed');
  const [, start, end] = /^bytes=(\d+)-(\d+)$/u.exec(range) ?? [];
  const body = bytes.subarray(Number(start ?? 0), Number(end ?? bytes.length) + 1);
  return {
    status: start === undefined ? 200 : 206,
    headers: { etag, 'last-modified': new Date(STORED_AT).toUTCString(), ...meta },
    body,
  };
};

const keyOf = ({ url = '' }: IncomingMessage) =>
  decodeURIComponent(new URL(url, 'http://s3').pathname);

const metaOf = ({ headers }: IncomingMessage) =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      name.startsWith('x-amz-meta-') && typeof value === 'string' ? [[name, value]] : [],
    ),
  );

const etagOf = (bytes: Buffer) => `"${createHash('md5').update(bytes).digest('hex')}"`;

const refusal = (status: number, code: string): Answer => ({
  status,
  body: `<Error><Code>${code}</Code><Message>${code}</Message></Error>`,
});

const clientOf = ({ port }: AddressInfo) =>
  new S3Client({
    endpoint: `http://127.0.0.1:${port}`,
    forcePathStyle: true,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
