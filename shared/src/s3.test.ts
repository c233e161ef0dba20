import { NoSuchKey } from '@aws-sdk/client-s3';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { createBucket, type Bucket } from './s3.ts';
import { startS3 } from './testing/s3-server.ts';

const KEY = 'videos/my clip+1% é🎬.txt';
const hello = { body: 'hello', contentType: 'text/plain' };
let s3: Awaited<ReturnType<typeof startS3>>;
let bucket: Bucket;

beforeEach(async () => {
  s3 = await startS3();
  bucket = createBucket('source', s3.client);
});
afterEach(() => s3.stop());

test('what is put can be read, whatever the key, and carries its type', async () => {
  await bucket.put(KEY, hello);

  expect(await bucket.readText(KEY)).toBe('hello');
  expect([...s3.objects]).toEqual([
    [`/source/${KEY}`, { bytes: Buffer.from('hello'), contentType: 'text/plain' }],
  ]);
});

test('a later put replaces', async () => {
  await bucket.put(KEY, hello);
  await bucket.put(KEY, { ...hello, body: 'bye' });

  expect(await bucket.readText(KEY)).toBe('bye');
});

test('a missing object is NoSuchKey', async () => {
  await expect(bucket.readText('nothing')).rejects.toThrow(NoSuchKey);
});

test('a range has both its ends', async () => {
  await bucket.put(KEY, hello);

  const { bytes } = await bucket.readRange(KEY, { start: 1, end: 3 });

  expect(Buffer.from(bytes).toString()).toBe('ell');
});

test('a range of an object replaced meanwhile is refused', async () => {
  await bucket.put(KEY, hello);
  const { etag = '' } = await bucket.readRange(KEY, { start: 0, end: 1 });
  await bucket.put(KEY, { ...hello, body: 'other' });

  const reading = bucket.readRange(KEY, { start: 2, end: 3, etag });

  await expect(reading).rejects.toMatchObject({ $metadata: { httpStatusCode: 412 } });
});

test('of many creators exactly one creates, and the object stays', async () => {
  const bodies = ['a', 'b', 'c', 'd'];

  const created = await Promise.all(bodies.map((body) => bucket.create(KEY, { ...hello, body })));

  expect(created.filter(Boolean)).toHaveLength(1);
  expect(await bucket.readText(KEY)).toBe(bodies[created.indexOf(true)]);
});

test('a creation that meets another write is tried again', async () => {
  s3.refusePuts(2, 409, 'ConditionalRequestConflict');

  expect(await bucket.create(KEY, hello)).toBe(true);
});

test('a creation that keeps meeting other writes fails, so that its step is retried', async () => {
  s3.refusePuts(100, 409, 'ConditionalRequestConflict');

  await expect(bucket.create(KEY, hello)).rejects.toMatchObject({
    $metadata: { httpStatusCode: 409 },
  });
});

test('any other refusal is thrown', async () => {
  s3.refusePuts(1, 403, 'AccessDenied');

  await expect(bucket.create(KEY, hello)).rejects.toMatchObject({ name: 'AccessDenied' });
});
