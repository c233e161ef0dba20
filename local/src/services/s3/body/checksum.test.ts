import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { describe, expect, test } from '@jest/globals';
import { GetObjectCommand, HeadObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { send, sign } from '../../../auth/testing/raw-request.ts';
import { onS3 } from '../testing/on-s3.ts';
import { Algorithm, elementOf, headerOf } from './checksum.ts';

const here = onS3();

// The check values of the CRC catalogue, and the digests of "123456789".
const CHECKED = '123456789';
const VALUES: Record<Algorithm, string> = {
  CRC32: Buffer.from('cbf43926', 'hex').toString('base64'),
  CRC32C: Buffer.from('e3069283', 'hex').toString('base64'),
  CRC64NVME: Buffer.from('ae8b14860a799888', 'hex').toString('base64'),
  SHA1: createHash('sha1').update(CHECKED).digest('base64'),
  SHA256: createHash('sha256').update(CHECKED).digest('base64'),
};

const Bucket = 'bucket';
const putRaw = async (headers: Record<string, string>, body = CHECKED) => {
  const all = { 'content-length': String(body.length), ...headers };
  const request = { method: 'PUT', path: '/bucket/raw', headers: all, body };
  return send(here.served.endpoint, await sign(here.served.endpoint, request));
};

describe.each(Algorithm.options)('%s', (algorithm) => {
  test('is verified, stored and returned on request', async () => {
    const reply = await putRaw({ [headerOf(algorithm)]: VALUES[algorithm] });
    const asked = await here.client.send(
      new HeadObjectCommand({ Bucket, Key: 'raw', ChecksumMode: 'ENABLED' }),
    );

    expect(reply).toMatchObject({
      status: 200,
      headers: { [headerOf(algorithm)]: VALUES[algorithm], 'x-amz-checksum-type': 'FULL_OBJECT' },
    });
    expect(asked).toMatchObject({ [elementOf(algorithm)]: VALUES[algorithm] });
  });

  test('if wrong keeps the object out', async () => {
    await here.client.send(new PutObjectCommand({ Bucket, Key: 'raw', Body: 'before' }));

    const reply = await putRaw({ [headerOf(algorithm)]: VALUES[algorithm] }, '123456780');

    expect(reply).toMatchObject({ status: 400, code: 'BadDigest' });
    const { Body } = await here.client.send(new GetObjectCommand({ Bucket, Key: 'raw' }));
    expect(await Body?.transformToString()).toBe('before');
  });

  test('is accepted in the trailer of a stream', async () => {
    const Body = Readable.from([Buffer.from(CHECKED)]);
    const object = { Bucket, Key: 'stream', Body, ContentLength: 9 };

    const reply = await here.client.send(
      new PutObjectCommand({ ...object, ChecksumAlgorithm: algorithm }),
    );

    expect(reply).toMatchObject({ [elementOf(algorithm)]: VALUES[algorithm] });
  });
});

describe('Content-MD5', () => {
  const md5 = createHash('md5').update(CHECKED).digest('base64');

  test('is verified', async () => {
    expect(await putRaw({ 'content-md5': md5 })).toMatchObject({ status: 200 });
    expect(await putRaw({ 'content-md5': md5 }, '123456780')).toMatchObject({ code: 'BadDigest' });
  });

  test.each(['', 'short', md5.slice(0, -2)])('%j is not an MD5', async (value) => {
    expect(await putRaw({ 'content-md5': value })).toMatchObject({
      status: 400,
      code: 'InvalidDigest',
    });
  });
});

test('two checksums at once are refused, and so is a missing announced one', async () => {
  const both = { [headerOf('CRC32')]: VALUES.CRC32, [headerOf('SHA1')]: VALUES.SHA1 };

  expect(await putRaw(both)).toMatchObject({ status: 400, code: 'InvalidRequest' });
  expect(await putRaw({ 'x-amz-sdk-checksum-algorithm': 'CRC32' })).toMatchObject({
    code: 'InvalidRequest',
  });
  expect(await putRaw({ 'x-amz-trailer': 'x-amz-meta-a' })).toMatchObject({
    code: 'InvalidRequest',
  });
});

test('a range, and a request that does not ask, gets no checksum', async () => {
  await putRaw({ [headerOf('SHA1')]: VALUES.SHA1 });
  const request = { path: '/bucket/raw', headers: { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' } };
  const ranged = { ...request.headers, range: 'bytes=0-1', 'x-amz-checksum-mode': 'ENABLED' };

  const plain = await send(here.served.endpoint, await sign(here.served.endpoint, request));
  const part = await send(
    here.served.endpoint,
    await sign(here.served.endpoint, { ...request, headers: ranged }),
  );

  expect([plain.headers[headerOf('SHA1')], part.headers[headerOf('SHA1')]]).toEqual([
    undefined,
    undefined,
  ]);
});
