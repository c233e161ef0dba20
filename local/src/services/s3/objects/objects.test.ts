import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import {
  GetObjectCommand,
  HeadObjectCommand,
  NoSuchKey,
  PutObjectCommand,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { send, sign } from '../../../auth/testing/raw-request.ts';
import { onS3 } from '../testing/on-s3.ts';
import { serveS3 } from '../testing/serve-s3.ts';

const here = onS3();

const Bucket = 'bucket';
const put = (Key: string, Body: string, more = {}) =>
  here.client.send(new PutObjectCommand({ Bucket, Key, Body, ...more }));
const get = async (Key: string, more = {}) => {
  const reply = await here.client.send(new GetObjectCommand({ Bucket, Key, ...more }));
  return { ...reply, text: await reply.Body?.transformToString() };
};

test('an object is returned with its bytes, headers and metadata', async () => {
  await put('whole', 'twelve bytes', {
    ContentType: 'video/mp4',
    CacheControl: 'no-store',
    ContentDisposition: 'inline; filename="a.mp4"',
    Metadata: { camera: 'garden' },
  });

  const { text, ContentType, CacheControl, ContentDisposition, Metadata, ETag } =
    await get('whole');

  expect({ text, ContentType, CacheControl, ContentDisposition, Metadata, ETag }).toEqual({
    text: 'twelve bytes',
    ContentType: 'video/mp4',
    CacheControl: 'no-store',
    ContentDisposition: 'inline; filename="a.mp4"',
    Metadata: { camera: 'garden' },
    ETag: '"c91fa94e14cf2fa5474beceff788c0dc"',
  });
});

test('an object without a type is binary/octet-stream, and an empty one is empty', async () => {
  const headers = { 'content-length': '0' };
  await send(
    here.served.endpoint,
    await sign(here.served.endpoint, { method: 'PUT', path: '/bucket/empty', headers }),
  );

  const { text, ContentLength, ContentType, ETag } = await get('empty');

  expect({ text, ContentLength, ContentType, ETag }).toEqual({
    text: '',
    ContentLength: 0,
    ContentType: 'binary/octet-stream',
    ETag: '"d41d8cd98f00b204e9800998ecf8427e"',
  });
});

test('every UTF-8 key is stored unchanged', async () => {
  const keys = [
    'a b+c',
    "q'()!*",
    'ä/日本/🎥.mp4',
    '%2e%2e/%00',
    'a//b',
    '/lead',
    'trail/',
    'x?y#z&=',
    '..',
    '.',
  ];
  for (const key of keys) await put(key, key);

  const texts = [];
  for (const key of keys) texts.push((await get(key)).text);

  expect(texts).toEqual(keys);
});

test.each([
  ['bytes=0-3', '0123', 'bytes 0-3/10'],
  ['bytes=7-', '789', 'bytes 7-9/10'],
  ['bytes=-4', '6789', 'bytes 6-9/10'],
  ['bytes=-99', '0123456789', 'bytes 0-9/10'],
  ['bytes=8-99', '89', 'bytes 8-9/10'],
])('the range %s returns those bytes', async (Range, bytes, ContentRange) => {
  await put('digits', '0123456789');

  const reply = await get('digits', { Range });

  expect([reply.$metadata.httpStatusCode, reply.text, reply.ContentRange]).toEqual([
    206,
    bytes,
    ContentRange,
  ]);
});

test.each(['bytes=10-', 'bytes=-0'])(
  'the range %s, which is outside the object, is a 416',
  async (Range) => {
    await put('digits', '0123456789');

    await expect(get('digits', { Range })).rejects.toMatchObject({
      name: 'InvalidRange',
      $metadata: { httpStatusCode: 416 },
    });
  },
);

test.each(['bytes=5-2', 'bytes=1-2,4-5', 'lines=1-2'])(
  '%s is not a range and returns the whole object',
  async (Range) => {
    await put('digits', '0123456789');

    const reply = await get('digits', { Range });

    expect([reply.$metadata.httpStatusCode, reply.text]).toEqual([200, '0123456789']);
  },
);

test('a read returns 304 if the client has the object and 412 if it wants another', async () => {
  const { ETag } = await put('read', 'x');
  const status = async (more: object) => {
    try {
      return (await get('read', more)).$metadata.httpStatusCode;
    } catch (error) {
      if (error instanceof S3ServiceException) return error.$metadata.httpStatusCode;
      throw error;
    }
  };
  const [past, future] = [new Date(0), new Date(Date.now() + 60_000)];

  expect(await status({ IfNoneMatch: ETag })).toBe(304);
  expect(await status({ IfNoneMatch: '"other"' })).toBe(200);
  expect(await status({ IfMatch: ETag })).toBe(200);
  expect(await status({ IfMatch: '"other"' })).toBe(412);
  expect(await status({ IfModifiedSince: future })).toBe(304);
  expect(await status({ IfModifiedSince: past })).toBe(200);
  expect(await status({ IfUnmodifiedSince: past })).toBe(412);
  expect(await status({ IfUnmodifiedSince: past, IfMatch: ETag })).toBe(200);
});

test('a query can override response headers', async () => {
  await put('override', 'x', { ContentType: 'video/mp4' });

  const reply = await get('override', {
    ResponseContentType: 'text/plain',
    ResponseContentDisposition: 'attachment; filename="ä.txt"',
  });

  expect(reply.ContentType).toBe('text/plain');
  expect(Buffer.from(reply.ContentDisposition ?? '', 'latin1').toString()).toBe(
    'attachment; filename="ä.txt"',
  );
});

test('a head returns the headers of a get, without the bytes', async () => {
  await put('head', 'twelve bytes', { Metadata: { a: 'b' } });

  const reply = await here.client.send(new HeadObjectCommand({ Bucket, Key: 'head' }));

  expect([reply.ContentLength, reply.Metadata]).toEqual([12, { a: 'b' }]);
});

test('a reader continues with its version while the object is replaced', async () => {
  await put('moving', 'a'.repeat(4_000_000));
  const { Body } = await here.client.send(new GetObjectCommand({ Bucket, Key: 'moving' }));
  await put('moving', 'b');

  const text = await Body?.transformToString();

  expect(text).toBe('a'.repeat(4_000_000));
  expect((await get('moving')).text).toBe('b');
});

test('a missing key is a NoSuchKey, and a missing bucket a NoSuchBucket', async () => {
  await expect(get('missing')).rejects.toBeInstanceOf(NoSuchKey);
  await expect(get('missing', { Bucket: 'none' })).rejects.toMatchObject({ name: 'NoSuchBucket' });
});

test('a key over 1,024 bytes and metadata over 2 KB are refused', async () => {
  await put('k'.repeat(1024), 'longest');

  await expect(put('ä'.repeat(513), 'x')).rejects.toMatchObject({ name: 'KeyTooLongError' });
  await expect(put('meta', 'x', { Metadata: { a: 'b'.repeat(2048) } })).rejects.toMatchObject({
    name: 'MetadataTooLarge',
  });
  expect((await get('k'.repeat(1024))).text).toBe('longest');
});

test.each([
  [{ ACL: 'public-read' }, 'AccessControlListNotSupported'],
  [{ StorageClass: 'GLACIER' }, 'NotImplemented'],
  [{ ServerSideEncryption: 'aws:kms' }, 'NotImplemented'],
])('an unsupported header is refused: %j', async (more, name) => {
  await expect(put('refused', 'x', more)).rejects.toMatchObject({ name });
});

test('a put without disk space is refused with that error, leaves nothing, and can be repeated', async () => {
  let isFull = false;
  const full = await serveS3(
    { notifications: [{ topicArn: 'topic', events: ['s3:ObjectCreated:*'] }] },
    {
      publish: () => {
        if (isFull) throw Object.assign(new Error('ENOSPC: no space left'), { code: 'ENOSPC' });
      },
      onError: () => undefined,
    },
  );
  const once = full.client({ maxAttempts: 1 });
  isFull = true;
  const Key = 'clip';

  await expect(once.send(new PutObjectCommand({ Bucket, Key, Body: 'a' }))).rejects.toMatchObject({
    name: 'InternalError',
    message: 'The disk is full: make room where the engine keeps its state, then try again.',
    $metadata: { httpStatusCode: 500 },
  });
  await expect(once.send(new HeadObjectCommand({ Bucket, Key }))).rejects.toMatchObject({
    name: 'NotFound',
  });
  isFull = false;
  await once.send(new PutObjectCommand({ Bucket, Key, Body: 'a' }));

  expect(await readdir(path.join(full.directory, '.incoming'))).toEqual([]);
  await full.stop();
});
