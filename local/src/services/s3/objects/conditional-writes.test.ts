import { afterAll, beforeAll, expect, test } from '@jest/globals';
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListMultipartUploadsCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { serveS3, type ServedS3 } from '../testing/serve-s3.ts';

let served: ServedS3;
let client: S3Client;
beforeAll(async () => {
  const notifications = [{ topicArn: 'topic', events: ['s3:ObjectCreated:*'] }];
  served = await serveS3({ notifications });
  client = served.client();
});
afterAll(() => served.stop());

const Bucket = 'bucket';
const put = (Key: string, Body: string, conditions = {}) =>
  client.send(new PutObjectCommand({ Bucket, Key, Body, ...conditions }));
const read = async (Key: string) =>
  (await client.send(new GetObjectCommand({ Bucket, Key }))).Body?.transformToString();

test('one of many concurrent creators of a key succeeds, and one notification is sent', async () => {
  const before = served.published.length;
  const tries = Array.from({ length: 12 }, (_, n) =>
    put('race', `writer ${n}`, { IfNoneMatch: '*' }),
  );

  const results = await Promise.allSettled(tries);

  const losers = results.filter(({ status }) => status === 'rejected');
  expect(losers).toHaveLength(11);
  expect(losers).toEqual(
    losers.map(() => ({
      status: 'rejected',
      reason: expect.objectContaining({
        name: 'PreconditionFailed',
        $metadata: expect.objectContaining({ httpStatusCode: 412 }),
      }),
    })),
  );
  expect(served.published.length - before).toBe(1);
  const winner = results.findIndex(({ status }) => status === 'fulfilled');
  expect(await read('race')).toBe(`writer ${winner}`);
});

test('a write can require the version it replaces', async () => {
  const { ETag } = await put('version', 'one');

  await put('version', 'two', { IfMatch: ETag });

  await expect(put('version', 'three', { IfMatch: ETag })).rejects.toMatchObject({
    name: 'PreconditionFailed',
  });
  await expect(put('absent', 'x', { IfMatch: ETag })).rejects.toMatchObject({ name: 'NoSuchKey' });
  expect(await read('version')).toBe('two');
});

test('If-None-Match of a write is "*" and nothing else', async () => {
  await expect(put('x', 'x', { IfNoneMatch: '"etag"' })).rejects.toMatchObject({
    name: 'NotImplemented',
  });
});

test('a delete can require the version it deletes', async () => {
  const { ETag } = await put('gone', 'one');
  const remove = (IfMatch: string | undefined) =>
    client.send(new DeleteObjectCommand({ Bucket, Key: 'gone', IfMatch }));

  await expect(remove('"other"')).rejects.toMatchObject({ name: 'PreconditionFailed' });
  expect(await read('gone')).toBe('one');
  await remove(ETag);
  await expect(read('gone')).rejects.toMatchObject({ name: 'NoSuchKey' });
});

test('an upload that loses to an existing object stays, so that it can be aborted', async () => {
  const Key = 'multipart';
  const { UploadId } = await client.send(new CreateMultipartUploadCommand({ Bucket, Key }));
  const part = { Bucket, Key, UploadId, PartNumber: 1 };
  const { ETag } = await client.send(new UploadPartCommand({ ...part, Body: 'parts' }));
  await put(Key, 'first');

  const completion = client.send(
    new CompleteMultipartUploadCommand({
      ...{ Bucket, Key, UploadId, IfNoneMatch: '*' },
      MultipartUpload: { Parts: [{ PartNumber: 1, ETag }] },
    }),
  );

  await expect(completion).rejects.toMatchObject({ name: 'PreconditionFailed' });
  const { Uploads } = await client.send(new ListMultipartUploadsCommand({ Bucket }));
  expect(Uploads?.map((upload) => upload.UploadId)).toEqual([UploadId]);
  expect(await read(Key)).toBe('first');
});
