import { createHash } from 'node:crypto';
import fs from 'node:fs/promises';
import { expect, test } from '@jest/globals';
import {
  DeleteObjectCommand,
  DeleteObjectsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { send, sign } from '../../../auth/testing/raw-request.ts';
import { onS3 } from '../testing/on-s3.ts';

const here = onS3();

const Bucket = 'bucket';
const put = (Key: string) => here.client.send(new PutObjectCommand({ Bucket, Key, Body: Key }));

test('a delete removes the file and the folders that become empty', async () => {
  await put('deep/er/one');
  await put('deep/two');

  await here.client.send(new DeleteObjectCommand({ Bucket, Key: 'deep/er/one' }));

  expect(await fs.readdir(`${here.served.directory}/bucket/deep`)).toEqual(['two']);
});

test('deleting a missing object succeeds', async () => {
  const reply = await here.client.send(new DeleteObjectCommand({ Bucket, Key: 'never' }));

  expect(reply.$metadata.httpStatusCode).toBe(204);
});

test('many objects are deleted at once, including names that XML must escape', async () => {
  const keys = ['<a>&"\'', 'ä\r\nb', 'plain'];
  for (const key of keys) await put(key);

  const Objects = [...keys, 'never'].map((Key) => ({ Key }));
  const { Deleted } = await here.client.send(
    new DeleteObjectsCommand({ Bucket, Delete: { Objects } }),
  );

  expect(Deleted?.map(({ Key }) => Key)).toEqual([...keys, 'never']);
  const { Contents } = await here.client.send(new ListObjectsV2Command({ Bucket }));
  expect(Contents?.map(({ Key }) => Key)).toEqual(['deep/two']);
});

test('a quiet deletion lists nothing', async () => {
  const Delete = { Objects: [{ Key: 'never' }], Quiet: true };
  const { Deleted } = await here.client.send(new DeleteObjectsCommand({ Bucket, Delete }));

  expect(Deleted).toBeUndefined();
});

const keysXml = (count: number) => '<Object><Key>k</Key></Object>'.repeat(count);

test.each([
  ['no keys', '<Delete></Delete>', 'MalformedXML'],
  ['another document', '<Other/>', 'MalformedXML'],
  ['an unclosed element', '<Delete><Object><Key>a</Key></Delete>', 'MalformedXML'],
  ['1,001 keys', `<Delete>${keysXml(1001)}</Delete>`, 'MalformedXML'],
  ['an empty key', '<Delete><Object><Key></Key></Object></Delete>', 'MalformedXML'],
])('%s is refused', async (_what, body, code) => {
  const md5 = createHash('md5').update(body).digest('base64');
  const headers = { 'content-md5': md5, 'content-length': String(Buffer.byteLength(body)) };
  const request = { method: 'POST', path: '/bucket', query: { delete: '' }, headers, body };

  const reply = await send(here.served.endpoint, await sign(here.served.endpoint, request));

  expect(reply).toMatchObject({ status: 400, code });
});

test('a deletion that could have been damaged in transit is refused', async () => {
  const body = `<Delete>${keysXml(1)}</Delete>`;
  const headers = { 'content-length': String(body.length) };
  const request = { method: 'POST', path: '/bucket', query: { delete: '' }, headers, body };

  const reply = await send(here.served.endpoint, await sign(here.served.endpoint, request));

  expect(reply).toMatchObject({ status: 400, code: 'InvalidRequest' });
});
