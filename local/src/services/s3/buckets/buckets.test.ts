import fs from 'node:fs/promises';
import { expect, test } from '@jest/globals';
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
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { send, sign } from '../../../auth/testing/raw-request.ts';
import { onS3 } from '../testing/on-s3.ts';

const here = onS3();

test('buckets are created, listed, found and removed', async () => {
  const Bucket = 'another.bucket';

  await here.client.send(new CreateBucketCommand({ Bucket }));
  await here.client.send(new CreateBucketCommand({ Bucket }));

  const { Buckets } = await here.client.send(new ListBucketsCommand({}));
  expect(Buckets?.map(({ Name }) => Name)).toEqual(['another.bucket', 'bucket']);
  const { BucketRegion } = await here.client.send(new HeadBucketCommand({ Bucket }));
  const { LocationConstraint } = await here.client.send(new GetBucketLocationCommand({ Bucket }));
  expect([BucketRegion, LocationConstraint]).toEqual(['us-east-1', undefined]);
  await here.client.send(new DeleteBucketCommand({ Bucket }));
  await expect(here.client.send(new HeadBucketCommand({ Bucket }))).rejects.toMatchObject({
    $metadata: { httpStatusCode: 404 },
  });
  expect(here.served.s3.bucketNames()).toEqual(['bucket']);
});

test('a bucket with objects cannot be removed', async () => {
  const object = { Bucket: 'bucket', Key: 'key' };
  await here.client.send(new PutObjectCommand({ ...object, Body: 'x' }));

  await expect(
    here.client.send(new DeleteBucketCommand({ Bucket: 'bucket' })),
  ).rejects.toMatchObject({
    name: 'BucketNotEmpty',
  });
  expect(() => here.served.s3.removeBucket('bucket')).toThrow('not empty');
  await here.client.send(new DeleteObjectCommand(object));
});

test('removing a bucket aborts its uploads', async () => {
  const upload = { Bucket: 'uploads', Key: 'key' };
  here.served.s3.configureBucket('uploads', {});
  const { UploadId } = await here.client.send(new CreateMultipartUploadCommand(upload));
  await here.client.send(new UploadPartCommand({ ...upload, UploadId, PartNumber: 1, Body: 'x' }));

  here.served.s3.removeBucket('uploads');

  expect(here.served.s3.bucketNames()).toEqual(['bucket']);
  expect(await fs.readdir(`${here.served.directory}/.incoming`)).toEqual([]);
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
  expect(() => here.served.s3.configureBucket(name, {})).toThrow('not valid');
});

test('a bucket is also found by its host name', async () => {
  const { port } = new URL(here.served.endpoint);
  const object = { Key: 'by/host', Body: 'x' };
  await here.client.send(new PutObjectCommand({ Bucket: 'bucket', ...object }));
  const headers = { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD', host: `bucket.localhost:${port}` };

  const request = await sign(here.served.endpoint, { path: '/by/host', headers });

  expect(await send(here.served.endpoint, request)).toMatchObject({ status: 200, text: 'x' });
});

test('an unsupported operation is refused by name', async () => {
  await expect(
    here.client.send(new GetBucketAclCommand({ Bucket: 'bucket' })),
  ).rejects.toMatchObject({
    name: 'NotImplemented',
    message: 'The local engine does not implement GET bucket?acl',
  });
});

test('a method without operations is not allowed', async () => {
  const headers = { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' };
  const request = await sign(here.served.endpoint, {
    method: 'PATCH',
    path: '/bucket/key',
    headers,
  });

  expect(await send(here.served.endpoint, request)).toMatchObject({
    status: 405,
    code: 'MethodNotAllowed',
  });
});

test('the file of an object can be shown to its user', async () => {
  await here.client.send(new PutObjectCommand({ Bucket: 'bucket', Key: 'a/b.gif', Body: 'gif' }));

  const file = here.served.s3.objectFile('bucket', 'a/b.gif') ?? '';

  expect(file.endsWith('/bucket/a/b.gif')).toBe(true);
  expect(await fs.readFile(file, 'utf8')).toBe('gif');
  expect(here.served.s3.objectFile('bucket', 'missing')).toBeUndefined();
});
