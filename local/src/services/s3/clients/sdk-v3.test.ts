import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { expect, test } from '@jest/globals';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { onS3 } from '../testing/on-s3.ts';

const here = onS3();

const BIG = randomBytes(12 * 1024 * 1024 + 7);
const CHUNK_BYTES = 64 * 1024;

const Bucket = 'bucket';

function* inChunks(bytes: Buffer) {
  for (let at = 0; at < bytes.length; at += CHUNK_BYTES) yield bytes.subarray(at, at + CHUNK_BYTES);
}

const read = async (Key: string) => {
  const { Body } = await here.client.send(new GetObjectCommand({ Bucket, Key }));
  return Buffer.from((await Body?.transformToByteArray()) ?? []);
};

const uploads: [string, (Key: string) => Promise<unknown>][] = [
  ['a buffer', (Key) => here.client.send(new PutObjectCommand({ Bucket, Key, Body: BIG }))],
  [
    'a stream with a checksum in its trailer',
    (Key) => {
      const Body = Readable.from(inChunks(BIG));
      return here.client.send(
        new PutObjectCommand({ Bucket, Key, Body, ContentLength: BIG.length }),
      );
    },
  ],
  [
    'lib-storage, in parts',
    (Key) =>
      new Upload({
        client: here.client,
        params: { Bucket, Key, Body: Readable.from(inChunks(BIG)) },
      }).done(),
  ],
  [
    'a presigned URL',
    async (Key) => {
      const url = await getSignedUrl(here.client, new PutObjectCommand({ Bucket, Key }));
      const { status } = await fetch(url, { method: 'PUT', body: BIG });
      expect(status).toBe(200);
    },
  ],
];

test.each(uploads)('%s is put, listed, read back and deleted', async (name, upload) => {
  const Key = `sdk v3/ä+(${name})'!*.bin`;

  await upload(Key);

  const { Contents } = await here.client.send(
    new ListObjectsV2Command({ Bucket, Prefix: 'sdk v3/' }),
  );
  expect(Contents?.map((object) => [object.Key, object.Size])).toEqual([[Key, BIG.length]]);
  expect((await read(Key)).equals(BIG)).toBe(true);
  await here.client.send(new DeleteObjectCommand({ Bucket, Key }));
  await expect(read(Key)).rejects.toMatchObject({ name: 'NoSuchKey' });
});

test('a presigned URL reads an object without credentials', async () => {
  await here.client.send(new PutObjectCommand({ Bucket, Key: 'shared', Body: 'content' }));
  const url = await getSignedUrl(here.client, new GetObjectCommand({ Bucket, Key: 'shared' }));

  expect(await (await fetch(url)).text()).toBe('content');
  expect((await fetch(url.replace('shared', 'other'))).status).toBe(403);
  expect((await fetch(url.split('?', 1)[0] ?? '')).status).toBe(403);
});
