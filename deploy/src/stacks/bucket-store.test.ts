import { PutObjectCommand } from '@aws-sdk/client-s3';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { serveS3, type ServedS3 } from '../../../local/src/services/s3/testing/serve-s3.ts';
import { type BucketStore, createBucketStore } from './bucket-store.ts';

let served: ServedS3;
let buckets: BucketStore;

beforeEach(async () => {
  served = await serveS3();
  buckets = createBucketStore(served.client());
});
afterEach(() => served.stop());

const put = (Key: string) =>
  served.client().send(new PutObjectCommand({ Bucket: 'bucket', Key, Body: 'x' }));

test('a bucket exists or not', async () => {
  await expect(buckets.exists('bucket')).resolves.toBe(true);
  await expect(buckets.exists('another-bucket')).resolves.toBe(false);
});

test('a bucket is emptied completely, page by page', async () => {
  await expect(buckets.isEmpty('bucket')).resolves.toBe(true);
  await Promise.all(Array.from({ length: 1001 }, (_, index) => put(`videos/garden ${index}.mp4`)));
  await expect(buckets.isEmpty('bucket')).resolves.toBe(false);

  await buckets.empty('bucket', new AbortController().signal);

  await expect(buckets.isEmpty('bucket')).resolves.toBe(true);
});

test('an empty bucket can be emptied', async () => {
  await expect(buckets.empty('bucket', new AbortController().signal)).resolves.toBeUndefined();
});

test('stopping keeps what is still there', async () => {
  await put('videos/garden.mp4');

  await buckets.empty('bucket', AbortSignal.abort());

  await expect(buckets.isEmpty('bucket')).resolves.toBe(false);
});
