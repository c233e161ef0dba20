import { beforeAll, expect, test } from '@jest/globals';
import {
  ChecksumAlgorithm,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectAttributesCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ObjectAttributes,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { onS3 } from '../testing/on-s3.ts';

const here = onS3();

const MIB = 1024 * 1024;
const PARTS = [Buffer.alloc(5 * MIB, 'a'), Buffer.alloc(6 * MIB, 'b'), Buffer.from('the end')];
const Bucket = 'bucket';

let etag: string | undefined;
let checksums: (string | undefined)[];
beforeAll(async () => {
  const begin = { Bucket, Key: 'parts', ChecksumAlgorithm: ChecksumAlgorithm.SHA256 };
  const { UploadId } = await here.client.send(new CreateMultipartUploadCommand(begin));
  const Parts = [];
  for (const [index, Body] of PARTS.entries()) {
    // Numbers can have gaps; the object's parts are renumbered.
    const part = { ...begin, UploadId, PartNumber: 2 * index + 1, Body };
    const { ETag, ChecksumSHA256 } = await here.client.send(new UploadPartCommand(part));
    Parts.push({ PartNumber: part.PartNumber, ETag, ChecksumSHA256 });
  }
  checksums = Parts.map(({ ChecksumSHA256 }) => ChecksumSHA256);
  ({ ETag: etag } = await here.client.send(
    new CompleteMultipartUploadCommand({
      ...{ Bucket, Key: 'parts', UploadId, MultipartUpload: { Parts } },
    }),
  ));
  await here.client.send(new PutObjectCommand({ Bucket, Key: 'whole', Body: 'whole' }));
  await here.client.send(new PutObjectCommand({ Bucket, Key: 'empty', Body: Buffer.alloc(0) }));
});

const getPart = (Key: string, PartNumber: number) =>
  here.client.send(new GetObjectCommand({ Bucket, Key, PartNumber }));
const attributesOf = (Key: string, more = {}) =>
  here.client.send(
    new GetObjectAttributesCommand({
      ...{ Bucket, Key, ObjectAttributes: Object.values(ObjectAttributes), ...more },
    }),
  );

test.each([
  [1, `bytes 0-${5 * MIB - 1}/${11 * MIB + 7}`],
  [2, `bytes ${5 * MIB}-${11 * MIB - 1}/${11 * MIB + 7}`],
  [3, `bytes ${11 * MIB}-${11 * MIB + 6}/${11 * MIB + 7}`],
])('part %i is read by its number', async (number, ContentRange) => {
  const reply = await getPart('parts', number);
  const body = Buffer.from((await reply.Body?.transformToByteArray()) ?? []);

  expect(reply).toMatchObject({ ContentRange, PartsCount: 3, ETag: etag });
  expect(body.equals(PARTS[number - 1] ?? Buffer.alloc(0))).toBe(true);
});

test('a head by number returns the size of the part', async () => {
  const reply = await here.client.send(
    new HeadObjectCommand({ Bucket, Key: 'parts', PartNumber: 2, ChecksumMode: 'ENABLED' }),
  );

  expect(reply).toMatchObject({ ContentLength: 6 * MIB, PartsCount: 3 });
  expect(reply.ChecksumSHA256).toBe(checksums[1]);
});

test('an object put in one piece is its only part', async () => {
  const whole = await getPart('whole', 1);

  expect(await whole.Body?.transformToString()).toBe('whole');
  expect([whole.ContentRange, whole.PartsCount]).toEqual(['bytes 0-4/5', undefined]);
  expect(await (await getPart('empty', 1)).Body?.transformToString()).toBe('');
});

test.each([
  ['parts', 4],
  ['whole', 2],
])('a part that %s does not have is refused', async (key, number) => {
  await expect(getPart(key, number)).rejects.toMatchObject({
    name: 'InvalidPartNumber',
    $metadata: { httpStatusCode: 416 },
  });
});

test('a part together with a range is refused, and so is an impossible number', async () => {
  const both = { Bucket, Key: 'parts', PartNumber: 1, Range: 'bytes=0-1' };

  await expect(here.client.send(new GetObjectCommand(both))).rejects.toMatchObject({
    name: 'InvalidRequest',
  });
  await expect(getPart('parts', 0)).rejects.toMatchObject({ name: 'InvalidArgument' });
});

test('the attributes of an object list its parts and checksums', async () => {
  const attributes = await attributesOf('parts');

  expect(attributes).toMatchObject({
    ETag: etag?.replaceAll('"', ''),
    StorageClass: 'STANDARD',
    ObjectSize: 11 * MIB + 7,
    Checksum: { ChecksumType: 'COMPOSITE' },
  });
  expect(attributes.ObjectParts).toMatchObject({
    TotalPartsCount: 3,
    IsTruncated: false,
    Parts: PARTS.map(({ length }, index) => ({
      ...{ PartNumber: index + 1, Size: length, ChecksumSHA256: checksums[index] },
    })),
  });
});

test('the parts are listed in pages', async () => {
  const first = await attributesOf('parts', { MaxParts: 2 });
  const second = await attributesOf('parts', { MaxParts: 2, PartNumberMarker: '2' });

  expect(first.ObjectParts).toMatchObject({ IsTruncated: true, NextPartNumberMarker: '2' });
  expect(first.ObjectParts?.Parts?.map(({ PartNumber }) => PartNumber)).toEqual([1, 2]);
  expect(second.ObjectParts).toMatchObject({ IsTruncated: false, PartNumberMarker: '2' });
  expect(second.ObjectParts?.Parts?.map(({ PartNumber }) => PartNumber)).toEqual([3]);
});

test('only the requested attributes are returned', async () => {
  const size = await attributesOf('whole', { ObjectAttributes: ['ObjectSize'] });

  expect([size.ObjectSize, size.ETag, size.ObjectParts]).toEqual([5, undefined, undefined]);
  await expect(attributesOf('whole', { ObjectAttributes: ['Owner'] })).rejects.toMatchObject({
    name: 'InvalidArgument',
  });
  await expect(attributesOf('missing')).rejects.toMatchObject({ name: 'NoSuchKey' });
});
