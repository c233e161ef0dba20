import { NoSuchKey, PutObjectCommand } from '@aws-sdk/client-s3';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { createBucket, type Bucket } from './s3.ts';
import { startS3, STORED_AT } from './testing/s3-server.ts';

const KEY = 'videos/my clip+1% é🎬.txt';
const hello = { body: 'hello', contentType: 'text/plain' };
let s3: Awaited<ReturnType<typeof startS3>>;
let bucket: Bucket;

beforeEach(async () => {
  s3 = await startS3();
  bucket = createBucket('source', s3.client);
});
afterEach(() => s3.stop());

test('an object can be read back under any key, with its type', async () => {
  await bucket.put(KEY, hello);

  expect(await bucket.readText(KEY)).toBe('hello');
  expect([...s3.objects]).toEqual([
    [`/source/${KEY}`, { bytes: Buffer.from('hello'), contentType: 'text/plain' }],
  ]);
});

test('a later put replaces the object', async () => {
  await bucket.put(KEY, hello);
  await bucket.put(KEY, { ...hello, body: 'bye' });

  expect(await bucket.readText(KEY)).toBe('bye');
});

test("an object reports when it was stored and its sender's metadata", async () => {
  const said = { Bucket: 'source', Key: KEY, Body: 'hello', Metadata: { camera: 'garden' } };
  const { ETag } = await s3.client.send(new PutObjectCommand(said));

  const described = { storedAt: STORED_AT, meta: { camera: 'garden' } };
  expect(await bucket.describe(KEY, ETag)).toEqual(described);
  expect(await bucket.describe(KEY)).toEqual(described);
});

test('a missing or replaced object has no details', async () => {
  await bucket.put(KEY, hello);

  expect(await bucket.describe('nothing')).toBeUndefined();
  expect(await bucket.describe(KEY, '"of another"')).toBeUndefined();
});

test('reading a missing object throws NoSuchKey', async () => {
  await expect(bucket.readText('nothing')).rejects.toThrow(NoSuchKey);
});

test('a range includes both ends', async () => {
  await bucket.put(KEY, hello);

  const { bytes } = await bucket.readRange(KEY, { start: 1, end: 3 });

  expect(Buffer.from(bytes).toString()).toBe('ell');
});

test('reading a range of a replaced object throws ObjectGone', async () => {
  await bucket.put(KEY, hello);
  const { etag = '' } = await bucket.readRange(KEY, { start: 0, end: 1 });
  await bucket.put(KEY, { ...hello, body: 'other' });

  const reading = bucket.readRange(KEY, { start: 2, end: 3, etag });

  await expect(reading).rejects.toMatchObject({ name: 'ObjectGone', became: 'replaced' });
});

test('reading a range of a deleted object throws ObjectGone', async () => {
  const reading = bucket.readRange(KEY, { start: 0, end: 1, etag: '"a"' });

  await expect(reading).rejects.toMatchObject({ name: 'ObjectGone', became: 'deleted' });
});

test.each([
  [403, 'AccessDenied', { name: 'ObjectGone', became: 'deleted' }],
  [416, 'InvalidRange', { name: 'ObjectGone', became: 'replaced' }],
  [403, 'RequestTimeTooSkewed', { name: 'RequestTimeTooSkewed' }],
  [404, 'NoSuchBucket', { name: 'NoSuchBucket' }],
])('a read refused with %i %s is distinguished', async (status, code, expected) => {
  s3.refuse(1, status, code);

  await expect(bucket.readRange(KEY, { start: 0, end: 1 })).rejects.toMatchObject(expected);
});

test('an object is replaced only if it is unchanged', async () => {
  await bucket.put(KEY, hello);
  const { text, etag } = await bucket.readVersion(KEY);

  expect(text).toBe('hello');
  expect(await bucket.replace(KEY, { ...hello, body: 'bye' }, etag)).toBe(true);
  expect(await bucket.replace(KEY, { ...hello, body: 'late' }, etag)).toBe(false);
  expect(await bucket.replace('nothing', hello, etag)).toBe(false);
  expect(await bucket.readText(KEY)).toBe('bye');
});

test('one of many concurrent replacements succeeds', async () => {
  await bucket.put(KEY, hello);
  const { etag } = await bucket.readVersion(KEY);
  const bodies = ['a', 'b', 'c'];

  const replaced = await Promise.all(
    bodies.map((body) => bucket.replace(KEY, { ...hello, body }, etag)),
  );

  expect(replaced.filter(Boolean)).toHaveLength(1);
  expect(await bucket.readText(KEY)).toBe(bodies[replaced.indexOf(true)]);
});

test('a missing object has no version', async () => {
  await expect(bucket.readVersion(KEY)).rejects.toMatchObject({
    name: 'ObjectGone',
    became: 'deleted',
  });
});

test('one of many concurrent creations succeeds, and the object stays', async () => {
  const bodies = ['a', 'b', 'c', 'd'];

  const created = await Promise.all(bodies.map((body) => bucket.create(KEY, { ...hello, body })));

  expect(created.filter(Boolean)).toHaveLength(1);
  expect(await bucket.readText(KEY)).toBe(bodies[created.indexOf(true)]);
});

test('a creation that conflicts with another write is retried', async () => {
  s3.refuse(2, 409, 'ConditionalRequestConflict');

  expect(await bucket.create(KEY, hello)).toBe(true);
});

test('a creation that keeps conflicting throws, so that its step is retried', async () => {
  s3.refuse(100, 409, 'ConditionalRequestConflict');

  await expect(bucket.create(KEY, hello)).rejects.toMatchObject({
    $metadata: { httpStatusCode: 409 },
  });
});

test('any other error is thrown', async () => {
  s3.refuse(1, 403, 'AccessDenied');

  await expect(bucket.create(KEY, hello)).rejects.toMatchObject({ name: 'AccessDenied' });
});
