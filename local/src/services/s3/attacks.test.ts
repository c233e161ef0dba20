import fs from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { presign, type RawRequest, send, sign } from '../../auth/testing/raw-request.ts';
import { underAttack, UNSIGNED_BODY } from './testing/under-attack.ts';

const { served, sendSigned: signed } = underAttack();

describe('unsigned requests are refused:', () => {
  const paths = [
    '/',
    '/bucket',
    '/bucket?delete',
    '/bucket/key',
    '/bucket/key?uploads',
    '/bucket/key?uploadId=1',
  ];
  const methods = ['GET', 'HEAD', 'PUT', 'POST', 'DELETE', 'PATCH'];

  test.each(methods)('%s', async (method) => {
    const statuses = await Promise.all(
      paths.map(async (target) => (await send(served().endpoint, { method, path: target })).status),
    );

    expect(statuses).toEqual(paths.map(() => 403));
  });

  test('with AWS’s error codes', async () => {
    const put: RawRequest = {
      method: 'PUT',
      path: '/bucket/key',
      headers: { ...UNSIGNED_BODY, 'content-length': '0' },
    };
    const answer = async (request: RawRequest) => {
      const { status, code } = await send(served().endpoint, request);
      return [status, code];
    };
    const { endpoint } = served();
    const old = new Date(Date.now() - 3_600_000);

    expect(await answer(put)).toEqual([403, 'AccessDenied']);
    expect(await answer(await sign(endpoint, put, { secretAccessKey: 'x' }))).toEqual([
      403,
      'SignatureDoesNotMatch',
    ]);
    expect(await answer(await sign(endpoint, put, { accessKeyId: 'x' }))).toEqual([
      403,
      'InvalidAccessKeyId',
    ]);
    expect(await answer(await sign(endpoint, put, { date: old }))).toEqual([
      403,
      'RequestTimeTooSkewed',
    ]);
    expect(await answer(await sign(endpoint, put, { sessionToken: 'x' }))).toEqual([
      400,
      'InvalidToken',
    ]);
    expect(await answer(await presign(endpoint, put, { date: old }))).toEqual([
      403,
      'AccessDenied',
    ]);
    expect(await answer({ ...(await sign(endpoint, put)), path: '/bucket/other' })).toEqual([
      403,
      'SignatureDoesNotMatch',
    ]);
  });

  test('a refusal shows what was signed but no secret', async () => {
    const request = await sign(
      served().endpoint,
      { path: '/bucket', headers: UNSIGNED_BODY },
      { secretAccessKey: 'mine' },
    );
    const { text: xml } = await send(served().endpoint, request);

    expect(xml).toContain('<StringToSign>AWS4-HMAC-SHA256');
    expect(xml).not.toContain('mine');
  });
});

test('a signed body replaced on its way is refused', async () => {
  const body = 'the signed body';
  const hash = '3a6eb0790f39ac87c94f3856b2dd2c5d110e6811602261a9a923d3bb23adc8b7';
  const headers = { 'x-amz-content-sha256': hash, 'content-length': String(body.length) };
  const request = await sign(served().endpoint, {
    method: 'PUT',
    path: '/bucket/key',
    headers,
    body,
  });

  expect(await send(served().endpoint, request)).toMatchObject({
    status: 400,
    code: 'XAmzContentSHA256Mismatch',
  });
  expect(served().s3.objectFile('bucket', 'key')).toBeUndefined();
});

describe('path traversal is contained:', () => {
  const keys = [
    '../../../../tmp/s3-escape',
    '..%2f..%2fs3-escape',
    '%2e%2e/%2e%2e/s3-escape',
    '/tmp/s3-escape',
    '..\\..\\s3-escape',
    'a/%00/../../s3-escape',
  ];

  test.each(keys)('%s', async (key) => {
    const headers = { 'content-length': '4' };
    const target = `/bucket/${key.replaceAll('\\', '%5C')}`;
    const reply = await signed({ method: 'PUT', path: target, headers, body: 'evil' });

    const file =
      served().s3.objectFile('bucket', decodeURIComponent(target.slice('/bucket/'.length))) ?? '';
    expect(reply.status).toBe(200);
    expect(file.startsWith(`${fs.realpathSync(served().directory)}/bucket/`)).toBe(true);
    expect(fs.realpathSync(file)).toBe(file);
    await signed({ method: 'DELETE', path: target });
  });

  test.each(['..', '.incoming', '.', '%2e%2e', '..%2fbucket', 'a%2fb', 'bucket%00'])(
    'a bucket named %s',
    async (name) => {
      const headers = { 'content-length': '0' };

      expect((await signed({ method: 'PUT', path: `/${name}`, headers })).code).toBe(
        'InvalidBucketName',
      );
      expect((await signed({ path: `/${name}/state.db` })).code).toBe('NoSuchBucket');
    },
  );
});

test('an oversized XML body is refused before it is read', async () => {
  const headers = {
    'content-length': String(5 * 1024 * 1024),
    'content-md5': '1B2M2Y8AsgTpgAmY7PhCfg==',
  };
  const query = { delete: '' };
  const reply = await signed({
    method: 'POST',
    path: '/bucket',
    query,
    headers,
    body: Buffer.alloc(5 * 1024 * 1024),
  });

  expect(reply).toMatchObject({ status: 400, code: 'EntityTooLarge' });
});
