import { beforeAll, describe, expect, test } from '@jest/globals';
import {
  ListObjectsCommand,
  ListObjectsV2Command,
  type ListObjectsV2CommandInput,
  paginateListObjectsV2,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { send, sign } from '../../../auth/testing/raw-request.ts';
import { onS3 } from '../testing/on-s3.ts';

const here = onS3();

const Bucket = 'bucket';
// In the order of UTF-8 bytes, which differs from UTF-16 for the last two.
const KEYS = ['a', 'a/', 'a/1', 'a/2', 'a/b/3', 'b', 'b0', 'c//d', 'z', 'ä', '\uff5e', '\u{1f3a5}'];

beforeAll(async () => {
  for (const Key of KEYS.toReversed())
    await here.client.send(new PutObjectCommand({ Bucket, Key, Body: Key }));
});

const list = async (query: Omit<ListObjectsV2CommandInput, 'Bucket'> = {}) => {
  const page = await here.client.send(new ListObjectsV2Command({ Bucket, ...query }));
  return {
    keys: (page.Contents ?? []).map(({ Key }) => Key),
    prefixes: (page.CommonPrefixes ?? []).map(({ Prefix }) => Prefix),
    next: page.NextContinuationToken,
  };
};

const listAll = async (query: Omit<ListObjectsV2CommandInput, 'Bucket'>) => {
  const names: (string | undefined)[] = [];
  for await (const page of paginateListObjectsV2({ client: here.client }, { Bucket, ...query })) {
    names.push(...(page.Contents ?? []).map(({ Key }) => Key));
    names.push(...(page.CommonPrefixes ?? []).map(({ Prefix }) => Prefix));
  }
  return names;
};

test('keys are listed in the order of their bytes', async () => {
  expect((await list()).keys).toEqual(KEYS);
});

test('a delimiter rolls up what follows it', async () => {
  expect(await list({ Delimiter: '/' })).toEqual({
    keys: ['a', 'b', 'b0', 'z', 'ä', '\uff5e', '\u{1f3a5}'],
    prefixes: ['a/', 'c/'],
    next: undefined,
  });
  expect(await list({ Delimiter: '/', Prefix: 'a/' })).toEqual({
    keys: ['a/', 'a/1', 'a/2'],
    prefixes: ['a/b/'],
    next: undefined,
  });
  expect((await list({ Delimiter: '//' })).prefixes).toEqual(['c//']);
});

test.each([1, 2, 3, 5])('pages of %i together list everything once', async (MaxKeys) => {
  expect(await listAll({ MaxKeys })).toEqual(KEYS);
  expect((await listAll({ MaxKeys, Delimiter: '/' })).toSorted()).toEqual(
    ['a', 'a/', 'b', 'b0', 'c/', 'z', 'ä', '\uff5e', '\u{1f3a5}'].toSorted(),
  );
});

test('a list starts after a key, which need not exist', async () => {
  expect((await list({ StartAfter: 'b' })).keys[0]).toBe('b0');
  expect((await list({ StartAfter: 'bb', Prefix: 'c' })).keys).toEqual(['c//d']);
  expect((await list({ StartAfter: 'zz', Prefix: 'c' })).keys).toEqual([]);
  expect((await list({ StartAfter: 'a/', Delimiter: '/', Prefix: 'a' })).prefixes).toEqual([]);
});

test('names that XML cannot represent are url-encoded on request', async () => {
  const Key = 'ctrl/\u0001 +\r&.txt';
  await here.client.send(new PutObjectCommand({ Bucket, Key, Body: 'x' }));

  const query = { 'list-type': '2', prefix: 'ctrl/', 'encoding-type': 'url' };
  const request = await sign(here.served.endpoint, { path: '/bucket', query, headers: UNSIGNED });
  const { text } = await send(here.served.endpoint, request);

  expect(text).toContain('<Key>ctrl/%01+%2B%0D%26.txt</Key>');
  expect(text).toContain('<EncodingType>url</EncodingType>');
});

describe('version 1', () => {
  test('links pages by markers', async () => {
    const first = await here.client.send(
      new ListObjectsCommand({ Bucket, MaxKeys: 1, Delimiter: '/' }),
    );
    const second = await here.client.send(
      new ListObjectsCommand({ Bucket, MaxKeys: 1, Delimiter: '/', Marker: first.NextMarker }),
    );
    const third = await here.client.send(
      new ListObjectsCommand({ Bucket, MaxKeys: 1, Delimiter: '/', Marker: second.NextMarker }),
    );

    expect(first.Contents?.map(({ Key }) => Key)).toEqual(['a']);
    expect(second.CommonPrefixes?.map(({ Prefix }) => Prefix)).toEqual(['a/']);
    expect(third.Contents?.map(({ Key, Owner }) => [Key, Owner?.ID])).toEqual([
      ['b', '000000000000'],
    ]);
  });
});

const UNSIGNED = { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' };

test.each([
  [{ 'max-keys': '-1' }, 'InvalidArgument'],
  [{ 'max-keys': 'many' }, 'InvalidArgument'],
  [{ 'encoding-type': 'base64' }, 'InvalidArgument'],
  [{ 'list-type': '2', 'continuation-token': '*' }, 'InvalidArgument'],
])('refuses %j', async (query, code) => {
  const request = await sign(here.served.endpoint, { path: '/bucket', query, headers: UNSIGNED });

  expect(await send(here.served.endpoint, request)).toMatchObject({ status: 400, code });
});

test('returns a page of no keys as the last one', async () => {
  const page = await here.client.send(new ListObjectsV2Command({ Bucket, MaxKeys: 0 }));

  expect([page.KeyCount, page.IsTruncated, page.Contents]).toEqual([0, false, undefined]);
});
