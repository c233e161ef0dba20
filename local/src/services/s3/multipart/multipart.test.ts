import { createHash, randomBytes } from 'node:crypto';
import fs from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import {
  AbortMultipartUploadCommand,
  type CompletedPart,
  CompleteMultipartUploadCommand,
  type CompleteMultipartUploadCommandInput,
  CreateMultipartUploadCommand,
  type CreateMultipartUploadCommandInput,
  GetObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import { serveS3, type ServedS3 } from '../testing/serve-s3.ts';

const MIB = 1024 * 1024;
const FIRST = randomBytes(5 * MIB);
const LAST = Buffer.from('the last part may be short');

let served: ServedS3;
let client: S3Client;
beforeAll(async () => {
  served = await serveS3({
    notifications: [{ topicArn: 'topic', events: ['s3:ObjectCreated:*'] }],
  });
  client = served.client();
});
afterAll(() => served.stop());

const Bucket = 'bucket';
type Upload = { Bucket: string; Key: string; UploadId: string | undefined };

const create = async (Key: string, more: Partial<CreateMultipartUploadCommandInput> = {}) => {
  const { UploadId } = await client.send(
    new CreateMultipartUploadCommand({ Bucket, Key, ...more }),
  );
  return { Bucket, Key, UploadId };
};
const uploadPart = async (upload: Upload, PartNumber: number, Body: Buffer, more = {}) => {
  const reply = await client.send(new UploadPartCommand({ ...upload, PartNumber, Body, ...more }));
  return { PartNumber, ETag: reply.ETag, ChecksumCRC32: reply.ChecksumCRC32 };
};
const complete = (
  upload: Upload,
  Parts: CompletedPart[],
  more: Partial<CompleteMultipartUploadCommandInput> = {},
) =>
  client.send(
    new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts }, ...more }),
  );
const read = async (Key: string) => {
  const reply = await client.send(new GetObjectCommand({ Bucket, Key }));
  return { ...reply, bytes: Buffer.from((await reply.Body?.transformToByteArray()) ?? []) };
};
const incoming = async () => fs.readdir(`${served.directory}/.incoming`);
const md5 = (bytes: Buffer) => createHash('md5').update(bytes).digest();

test('parts in any order become one object, with S3’s ETag', async () => {
  const upload = await create('joined', { ContentType: 'video/mp4', Metadata: { a: 'b' } });
  const last = await uploadPart(upload, 7, LAST);
  const first = await uploadPart(upload, 2, FIRST);

  const { ETag } = await complete(upload, [first, last]);

  const whole = await read('joined');
  expect(whole.bytes.equals(Buffer.concat([FIRST, LAST]))).toBe(true);
  expect([whole.ContentType, whole.Metadata]).toEqual(['video/mp4', { a: 'b' }]);
  expect(ETag).toBe(`"${md5(Buffer.concat([md5(FIRST), md5(LAST)])).toString('hex')}-2"`);
  expect(await incoming()).toEqual([]);
});

test('a part sent again replaces the previous one', async () => {
  const upload = await create('again');
  await uploadPart(upload, 1, Buffer.from('old'));
  const part = await uploadPart(upload, 1, Buffer.from('new'));

  await complete(upload, [part]);

  expect((await read('again')).bytes.toString()).toBe('new');
});

test('completing twice returns the same and notifies once', async () => {
  const upload = await create('twice');
  const part = await uploadPart(upload, 1, LAST);
  const before = served.published.length;

  const [first, second] = [await complete(upload, [part]), await complete(upload, [part])];

  expect(second.ETag).toBe(first.ETag);
  expect(served.published.slice(before).map(({ message }) => message)).toMatchObject([
    {
      Records: [
        { eventName: 'ObjectCreated:CompleteMultipartUpload', s3: { object: { key: 'twice' } } },
      ],
    },
  ]);
});

test('parts and uploads are listed in pages', async () => {
  const upload = await create('listed/a');
  const second = await create('listed/b');
  for (const number of [3, 1, 2]) await uploadPart(upload, number, LAST);

  const page = await client.send(new ListPartsCommand({ ...upload, MaxParts: 2 }));
  const rest = await client.send(
    new ListPartsCommand({ ...upload, PartNumberMarker: page.NextPartNumberMarker }),
  );
  const uploads = await client.send(
    new ListMultipartUploadsCommand({ Bucket, Prefix: 'listed/', MaxUploads: 1 }),
  );
  const { NextKeyMarker: KeyMarker, NextUploadIdMarker: UploadIdMarker } = uploads;
  const more = await client.send(
    new ListMultipartUploadsCommand({ Bucket, Prefix: 'listed/', KeyMarker, UploadIdMarker }),
  );

  expect(page.Parts?.map(({ PartNumber, Size }) => [PartNumber, Size])).toEqual([
    [1, 26],
    [2, 26],
  ]);
  expect(rest.Parts?.map(({ PartNumber }) => PartNumber)).toEqual([3]);
  expect(uploads.Uploads?.map(({ UploadId }) => UploadId)).toEqual([upload.UploadId]);
  expect(more.Uploads?.map(({ UploadId }) => UploadId)).toEqual([second.UploadId]);
  await client.send(new AbortMultipartUploadCommand(upload));
  await client.send(new AbortMultipartUploadCommand(second));
});

test('an aborted upload is gone with its parts', async () => {
  const upload = await create('aborted');
  const part = await uploadPart(upload, 1, LAST);

  await client.send(new AbortMultipartUploadCommand(upload));

  expect(await incoming()).toEqual([]);
  await expect(complete(upload, [part])).rejects.toMatchObject({ name: 'NoSuchUpload' });
  await expect(uploadPart(upload, 1, LAST)).rejects.toMatchObject({ name: 'NoSuchUpload' });
  await expect(read('aborted')).rejects.toMatchObject({ name: 'NoSuchKey' });
});

test('an invalid list of parts is refused, and a valid one then accepted', async () => {
  const upload = await create('refused');
  const first = await uploadPart(upload, 1, LAST);
  const second = await uploadPart(upload, 2, LAST);
  const big = await uploadPart(upload, 3, FIRST);
  const wrong = { PartNumber: 1, ETag: '"0"' };

  await expect(complete(upload, [second, first])).rejects.toMatchObject({
    name: 'InvalidPartOrder',
  });
  await expect(complete(upload, [first, first])).rejects.toMatchObject({
    name: 'InvalidPartOrder',
  });
  await expect(complete(upload, [wrong])).rejects.toMatchObject({ name: 'InvalidPart' });
  await expect(complete(upload, [big, { ...first, PartNumber: 9 }])).rejects.toMatchObject({
    name: 'InvalidPart',
  });
  await expect(complete(upload, [first, second])).rejects.toMatchObject({ name: 'EntityTooSmall' });
  await expect(complete(upload, [])).rejects.toMatchObject({ name: 'MalformedXML' });

  await complete(upload, [big]);
  expect((await read('refused')).bytes.length).toBe(5 * MIB);
});

test.each([0, 10_001])('part number %i is refused', async (number) => {
  const upload = await create('numbers');

  await expect(uploadPart(upload, number, LAST)).rejects.toMatchObject({ name: 'InvalidArgument' });
  await client.send(new AbortMultipartUploadCommand(upload));
});

test('checksums cover the whole object or each part, as requested at the start', async () => {
  const full = await create('full', { ChecksumAlgorithm: 'CRC32', ChecksumType: 'FULL_OBJECT' });
  const composite = await create('composite', { ChecksumAlgorithm: 'CRC32' });
  const parts = async (upload: Upload) => [
    await uploadPart(upload, 1, FIRST),
    await uploadPart(upload, 2, LAST),
  ];

  const whole = await complete(full, await parts(full), { ChecksumType: 'FULL_OBJECT' });
  const summed = await complete(composite, await parts(composite));
  const { ChecksumCRC32 } = await client.send(
    new PutObjectCommand({ Bucket, Key: 'put', Body: Buffer.concat([FIRST, LAST]) }),
  );

  expect([whole.ChecksumCRC32, whole.ChecksumType]).toEqual([ChecksumCRC32, 'FULL_OBJECT']);
  expect(summed.ChecksumCRC32).toMatch(/^[\w+/]+==-2$/u);
  expect(summed.ChecksumType).toBe('COMPOSITE');
});

test('a wrong checksum or size keeps an upload from being completed', async () => {
  const upload = await create('wrong', { ChecksumAlgorithm: 'CRC32', ChecksumType: 'FULL_OBJECT' });
  const part = await uploadPart(upload, 1, LAST);

  await expect(complete(upload, [part], { ChecksumCRC32: 'AAAAAA==' })).rejects.toMatchObject({
    name: 'BadDigest',
  });
  await expect(complete(upload, [part], { MpuObjectSize: 1 })).rejects.toMatchObject({
    name: 'InvalidRequest',
  });
  await expect(complete(upload, [{ ...part, ChecksumCRC32: 'AAAAAA==' }])).rejects.toMatchObject({
    name: 'InvalidPart',
  });
  await expect(uploadPart(upload, 2, LAST, { ChecksumAlgorithm: 'SHA1' })).rejects.toMatchObject({
    name: 'InvalidRequest',
  });
  await expect(read('wrong')).rejects.toMatchObject({ name: 'NoSuchKey' });
});

test('a part may be copied from a range of another object', async () => {
  await client.send(new PutObjectCommand({ Bucket, Key: 'source', Body: '0123456789' }));
  const upload = await create('from-range');
  const copy = (CopySourceRange: string) =>
    client.send(
      new UploadPartCopyCommand({
        ...upload,
        PartNumber: 1,
        CopySource: 'bucket/source',
        CopySourceRange,
      }),
    );

  const { CopyPartResult } = await copy('bytes=2-4');
  await expect(copy('bytes=2-10')).rejects.toMatchObject({ name: 'InvalidArgument' });
  await complete(upload, [{ PartNumber: 1, ETag: CopyPartResult?.ETag }]);

  expect((await read('from-range')).bytes.toString()).toBe('234');
});
