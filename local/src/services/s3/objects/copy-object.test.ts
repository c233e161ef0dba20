import { beforeAll, expect, test } from '@jest/globals';
import {
  CopyObjectCommand,
  type CopyObjectCommandInput,
  GetObjectCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { onS3 } from '../testing/on-s3.ts';

const here = onS3();

let etag: string | undefined;
beforeAll(async () => {
  const object = { ContentType: 'video/mp4', Metadata: { camera: 'garden' } };
  ({ ETag: etag } = await here.client.send(
    new PutObjectCommand({ Bucket, Key: 'a b+ä.mp4', Body: 'content', ...object }),
  ));
});

const Bucket = 'bucket';
const CopySource = 'bucket/a%20b%2B%C3%A4.mp4';
const copy = (Key: string, more: Partial<CopyObjectCommandInput> = {}) =>
  here.client.send(new CopyObjectCommand({ Bucket, Key, CopySource, ...more }));
const get = async (Key: string) => {
  const { Body, ContentType, Metadata } = await here.client.send(
    new GetObjectCommand({ Bucket, Key }),
  );
  return { text: await Body?.transformToString(), ContentType, Metadata };
};

test('a copy has the bytes and the metadata of its source', async () => {
  const { CopyObjectResult } = await copy('copy');

  expect(CopyObjectResult?.ETag).toBe(etag);
  expect(await get('copy')).toEqual({
    text: 'content',
    ContentType: 'video/mp4',
    Metadata: { camera: 'garden' },
  });
});

test('a copy can be given its own metadata', async () => {
  await copy('own', {
    MetadataDirective: 'REPLACE',
    ContentType: 'text/plain',
    Metadata: { a: 'b' },
  });

  expect(await get('own')).toEqual({
    text: 'content',
    ContentType: 'text/plain',
    Metadata: { a: 'b' },
  });
});

test('an object is copied onto itself only to change its metadata', async () => {
  await here.client.send(new PutObjectCommand({ Bucket, Key: 'self', Body: 'same' }));
  const self = { CopySource: '/bucket/self' };

  await expect(copy('self', self)).rejects.toMatchObject({ name: 'InvalidRequest' });
  await copy('self', { ...self, MetadataDirective: 'REPLACE', Metadata: { a: 'b' } });

  expect(await get('self')).toMatchObject({ text: 'same', Metadata: { a: 'b' } });
});

test.each([
  [{ CopySourceIfMatch: '"other"' }, 'PreconditionFailed'],
  [{ CopySourceIfUnmodifiedSince: new Date(0) }, 'PreconditionFailed'],
  [{ CopySource: 'bucket/missing' }, 'NoSuchKey'],
  [{ CopySource: 'nowhere/missing' }, 'NoSuchBucket'],
  [{ CopySource: `${CopySource}?versionId=1` }, 'NotImplemented'],
])('a copy from %j is refused', async (more, name) => {
  await expect(copy('refused', more)).rejects.toMatchObject({ name });
  await expect(get('refused')).rejects.toMatchObject({ name: 'NoSuchKey' });
});

test('a copy whose source the sender already has is refused', async () => {
  await expect(copy('refused', { CopySourceIfNoneMatch: etag })).rejects.toMatchObject({
    name: 'PreconditionFailed',
  });
});
