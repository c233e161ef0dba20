import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { send, sign } from '../../../auth/testing/raw-request.ts';
import { serveS3, type ServedS3 } from '../testing/serve-s3.ts';

let served: ServedS3;
beforeAll(async () => {
  served = await serveS3({
    cors: [
      {
        allowedOrigins: ['https://*.example.com'],
        allowedMethods: ['PUT', 'POST'],
        allowedHeaders: ['content-*', 'X-Amz-Date'],
        exposedHeaders: ['ETag', 'Location'],
        maxAgeSeconds: 300,
      },
      { allowedOrigins: ['*'], allowedMethods: ['GET'] },
    ],
  });
  served.s3.configureBucket('closed', {});
});
afterAll(() => served.stop());

const preflight = (headers: Record<string, string>, path = '/bucket/key') =>
  send(served.endpoint, { method: 'OPTIONS', path, headers });

const ORIGIN = 'https://page.example.com';

describe('a preflight', () => {
  test('gets what the first matching rule allows', async () => {
    const reply = await preflight({
      origin: ORIGIN,
      'access-control-request-method': 'PUT',
      'access-control-request-headers': 'Content-Type, x-amz-date',
    });

    expect(reply.status).toBe(200);
    expect(reply.headers).toMatchObject({
      'access-control-allow-origin': ORIGIN,
      'access-control-allow-credentials': 'true',
      'access-control-allow-methods': 'PUT, POST',
      'access-control-allow-headers': 'content-type, x-amz-date',
      'access-control-expose-headers': 'ETag, Location',
      'access-control-max-age': '300',
      vary: 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method',
    });
  });

  test('of a rule for all is answered for all', async () => {
    const { status, headers } = await preflight({
      origin: 'null',
      'access-control-request-method': 'GET',
    });

    expect([status, headers['access-control-allow-origin']]).toEqual([200, '*']);
    expect(headers['access-control-allow-credentials']).toBeUndefined();
  });

  test.each([
    ['another origin', { origin: 'https://example.com', 'access-control-request-method': 'PUT' }],
    ['another method', { origin: ORIGIN, 'access-control-request-method': 'DELETE' }],
    [
      'another header',
      {
        origin: ORIGIN,
        'access-control-request-method': 'PUT',
        'access-control-request-headers': 'content-type, x-amz-acl',
      },
    ],
  ])('for %s is refused', async (_what, headers) => {
    const reply = await preflight(headers);

    expect(reply).toMatchObject({ status: 403, code: 'AccessForbidden' });
    expect(reply.headers['access-control-allow-origin']).toBeUndefined();
  });

  test('to a bucket without rules is refused', async () => {
    const headers = { origin: ORIGIN, 'access-control-request-method': 'GET' };

    expect(await preflight(headers, '/closed/key')).toMatchObject({ status: 403 });
    expect(await preflight(headers, '/missing/key')).toMatchObject({ status: 403 });
  });

  test('without an origin is not a preflight', async () => {
    expect(await preflight({})).toMatchObject({ status: 400, code: 'BadRequest' });
  });
});

test('a response, including an error, allows the page to read it', async () => {
  const get = {
    path: '/bucket/missing',
    headers: { origin: ORIGIN, 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' },
  };

  const refused = await send(served.endpoint, get);
  const missing = await send(served.endpoint, await sign(served.endpoint, get));

  expect([refused.status, refused.headers['access-control-allow-origin']]).toEqual([403, '*']);
  expect([missing.status, missing.headers['access-control-allow-origin']]).toEqual([404, '*']);
});

test('a response to a page that no rule admits has no CORS headers', async () => {
  const path = '/bucket/missing';
  const { headers } = await send(served.endpoint, {
    method: 'DELETE',
    path,
    headers: { origin: ORIGIN },
  });

  expect(headers['access-control-allow-origin']).toBeUndefined();
  expect(headers.vary).toContain('Origin');
});
