import { expect, test } from '@jest/globals';
import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  type CopyObjectCommandInput,
  CreateMultipartUploadCommand,
  DeleteObjectTaggingCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
  type Tag,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { onS3 } from '../testing/on-s3.ts';

const here = onS3();

const Bucket = 'bucket';
const put = (Key: string, Tagging?: string) =>
  here.client.send(new PutObjectCommand({ Bucket, Key, Body: 'film', Tagging }));
const tag = (Key: string, TagSet: Tag[]) =>
  here.client.send(new PutObjectTaggingCommand({ Bucket, Key, Tagging: { TagSet } }));
const tagsOf = async (Key: string) =>
  (await here.client.send(new GetObjectTaggingCommand({ Bucket, Key }))).TagSet;
const countOf = async (Key: string) =>
  (await here.client.send(new HeadObjectCommand({ Bucket, Key }))).TagCount;
const CAMERA = { Key: 'camera', Value: 'garden + door' };
const KEEP = { Key: 'keep', Value: '' };

test('an object is put with tags, which are counted when it is read', async () => {
  await put('put', 'keep&camera=garden%20%2B+door');

  expect(await tagsOf('put')).toEqual([CAMERA, KEEP]);
  expect(await countOf('put')).toBe(2);
});

test('tags are replaced as a whole, and deleted', async () => {
  await put('changed', 'a=b');
  await tag('changed', [KEEP, CAMERA]);
  expect(await tagsOf('changed')).toEqual([CAMERA, KEEP]);

  await here.client.send(new DeleteObjectTaggingCommand({ Bucket, Key: 'changed' }));

  expect(await tagsOf('changed')).toEqual([]);
  expect(await countOf('changed')).toBeUndefined();
});

test('an object that replaces another one does not inherit its tags', async () => {
  await put('replaced', 'a=b');
  await put('replaced');

  expect(await tagsOf('replaced')).toEqual([]);
});

test.each<[string, Partial<CopyObjectCommandInput>, Tag[]]>([
  ['keeps the tags of its source', {}, [KEEP]],
  ['keeps them when it is given new metadata', { MetadataDirective: 'REPLACE' }, [KEEP]],
  ['takes its own', { TaggingDirective: 'REPLACE', Tagging: 'a=b' }, [{ Key: 'a', Value: 'b' }]],
  ['takes none', { TaggingDirective: 'REPLACE' }, []],
])('a copy %s', async (_title, more, tags) => {
  await put('source', 'keep=');
  const copy = { Bucket, Key: 'copy', CopySource: 'bucket/source', ...more };

  await here.client.send(new CopyObjectCommand(copy));

  expect(await tagsOf('copy')).toEqual(tags);
});

test('a multipart upload has the tags that it was opened with', async () => {
  const Key = 'parts';
  const { UploadId } = await here.client.send(
    new CreateMultipartUploadCommand({ Bucket, Key, Tagging: 'keep=' }),
  );
  const upload = { Bucket, Key, UploadId };
  const { ETag } = await here.client.send(
    new UploadPartCommand({ ...upload, PartNumber: 1, Body: 'one' }),
  );
  const MultipartUpload = { Parts: [{ PartNumber: 1, ETag }] };
  await here.client.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload }));

  expect(await tagsOf(Key)).toEqual([KEEP]);
});

const numbered = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ Key: `k${index}`, Value: 'v' }));

test('ten tags with the longest keys and values are stored', async () => {
  await put('most');
  const longest = { Key: 'k'.repeat(128), Value: 'v'.repeat(256) };
  await tag('most', [...numbered(9), longest]);

  expect(await tagsOf('most')).toEqual([...numbered(9), longest].toSorted(byKey));
});

const byKey = (a: Tag, b: Tag) => ((a.Key ?? '') < (b.Key ?? '') ? -1 : 1);

test.each<[string, Tag[], string]>([
  ['eleven tags', numbered(11), 'BadRequest'],
  ['a key twice', [KEEP, KEEP], 'InvalidTag'],
  ['an empty key', [{ Key: '', Value: 'v' }], 'InvalidTag'],
  ['a key over 128 characters', [{ Key: 'k'.repeat(129), Value: '' }], 'InvalidTag'],
  ['a value over 256 characters', [{ Key: 'k', Value: 'v'.repeat(257) }], 'InvalidTag'],
  ['a character that tags cannot have', [{ Key: 'k', Value: 'a<b' }], 'InvalidTag'],
])('%s is refused, and the old tags stay', async (_title, tags, name) => {
  await put('refused', 'keep=');

  await expect(tag('refused', tags)).rejects.toMatchObject({ name });

  expect(await tagsOf('refused')).toEqual([KEEP]);
});

test('a put with invalid tags stores nothing', async () => {
  await expect(put('never', 'a=1&a=2')).rejects.toMatchObject({ name: 'InvalidArgument' });
  await expect(tagsOf('never')).rejects.toMatchObject({ name: 'NoSuchKey' });
});

test('the tags of a missing object cannot be read, set or deleted', async () => {
  const missing = { name: 'NoSuchKey' };

  await expect(tagsOf('missing')).rejects.toMatchObject(missing);
  await expect(tag('missing', [KEEP])).rejects.toMatchObject(missing);
  await expect(
    here.client.send(new DeleteObjectTaggingCommand({ Bucket, Key: 'missing' })),
  ).rejects.toMatchObject(missing);
});
