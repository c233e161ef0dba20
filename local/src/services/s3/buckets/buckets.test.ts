import fs from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import {
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  GetBucketAclCommand,
  GetBucketLocationCommand,
  HeadBucketCommand,
  ListBucketsCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { send, sign } from '../../../auth/testing/raw-request.ts';
import { serveS3, type ServedS3 } from '../testing/serve-s3.ts';

let served: ServedS3;
let client: S3Client;
beforeAll(async () => {
  served = await serveS3();
  client = served.client();
});
afterAll(() => served.stop());

test('buckets are created, listed, found and removed', async () => {
  const Bucket = 'another.bucket';

  await client.send(new CreateBucketCommand({ Bucket }));
  await client.send(new CreateBucketCommand({ Bucket }));

  const { Buckets } = await client.send(new ListBucketsCommand({}));
  expect(Buckets?.map(({ Name }) => Name)).toEqual(['another.bucket', 'bucket']);
  const { BucketRegion } = await client.send(new HeadBucketCommand({ Bucket }));
  const { LocationConstraint } = await client.send(new GetBucketLocationCommand({ Bucket }));
  expect([BucketRegion, LocationConstraint]).toEqual(['us-east-1', undefined]);
  await client.send(new DeleteBucketCommand({ Bucket }));
  await expect(client.send(new HeadBucketCommand({ Bucket }))).rejects.toMatchObject({
    $metadata: { httpStatusCode: 404 },
  });
  expect(served.s3.bucketNames()).toEqual(['bucket']);
});

test('a bucket with objects cannot be removed', async () => {
  const object = { Bucket: 'bucket', Key: 'key' };
  await client.send(new PutObjectCommand({ ...object, Body: 'x' }));

  await expect(client.send(new DeleteBucketCommand({ Bucket: 'bucket' }))).rejects.toMatchObject({
    name: 'BucketNotEmpty',
  });
  expect(() => served.s3.removeBucket('bucket')).toThrow('not empty');
  await client.send(new DeleteObjectCommand(object));
});

test('removing a bucket aborts its uploads', async () => {
  const upload = { Bucket: 'uploads', Key: 'key' };
  served.s3.configureBucket('uploads', {});
  const { UploadId } = await client.send(new CreateMultipartUploadCommand(upload));
  await client.send(new UploadPartCommand({ ...upload, UploadId, PartNumber: 1, Body: 'x' }));

  served.s3.removeBucket('uploads');

  expect(served.s3.bucketNames()).toEqual(['bucket']);
  expect(await fs.readdir(`${served.directory}/.incoming`)).toEqual([]);
});

test.each([
  'ab',
  'Upper',
  'under_score',
  '-dash',
  'dot.',
  'a..b',
  '192.168.0.1',
  'xn--a',
  'a'.repeat(64),
  '..',
])('%s is not a valid bucket name', (name) => {
  expect(() => served.s3.configureBucket(name, {})).toThrow('not valid');
});

test('a bucket is also found by its host name', async () => {
  const { port } = new URL(served.endpoint);
  const object = { Key: 'by/host', Body: 'x' };
  await client.send(new PutObjectCommand({ Bucket: 'bucket', ...object }));
  const headers = { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD', host: `bucket.localhost:${port}` };

  const request = await sign(served.endpoint, { path: '/by/host', headers });

  expect(await send(served.endpoint, request)).toMatchObject({ status: 200, text: 'x' });
});

test('an unsupported operation is refused by name', async () => {
  await expect(client.send(new GetBucketAclCommand({ Bucket: 'bucket' }))).rejects.toMatchObject({
    name: 'NotImplemented',
    message: 'The local engine does not implement GET bucket?acl',
  });
});

test('a method without operations is not allowed', async () => {
  const headers = { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' };
  const request = await sign(served.endpoint, { method: 'PATCH', path: '/bucket/key', headers });

  expect(await send(served.endpoint, request)).toMatchObject({
    status: 405,
    code: 'MethodNotAllowed',
  });
});

test('the file of an object can be shown to its user', async () => {
  await client.send(new PutObjectCommand({ Bucket: 'bucket', Key: 'a/b.gif', Body: 'gif' }));

  const file = served.s3.objectFile('bucket', 'a/b.gif') ?? '';

  expect(file.endsWith('/bucket/a/b.gif')).toBe(true);
  expect(await fs.readFile(file, 'utf8')).toBe('gif');
  expect(served.s3.objectFile('bucket', 'missing')).toBeUndefined();
});
