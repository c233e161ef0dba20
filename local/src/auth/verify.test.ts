import { describe, expect, test } from '@jest/globals';
import { AuthError, type AuthReason } from './auth-error.ts';
import { type Credentials, defaultCredentials } from './credentials.ts';
import { signedRequestOf } from './signed-request.ts';
import { presign, type RawRequest, sign, type Signing, targetOf } from './testing/raw-request.ts';
import { verify } from './verify.ts';

const ENDPOINT = 'http://127.0.0.1:4566';
const NOW = new Date('2026-11-22T10:00:00Z');
const HASH = 'UNSIGNED-PAYLOAD';
const MINUTE_MS = 60_000;

const at = (minutes: number) => new Date(NOW.getTime() + minutes * MINUTE_MS);

const PUT: RawRequest = {
  method: 'PUT',
  path: '/bucket/videos/a%20b.mp4',
  headers: { 'x-amz-content-sha256': HASH, 'x-amz-meta-camera': 'garden' },
};

type Context = { keys?: Map<string, Credentials>; now?: Date };

const check = (request: RawRequest, { keys = defaultCredentials(), now = NOW }: Context = {}) => {
  const { method = 'GET', headers = {} } = request;
  const signed = signedRequestOf({ method, url: targetOf(request), headers });
  try {
    const options = { service: 's3', credentials: keys, payloadHash: HASH, now };
    return verify(signed, options).principal;
  } catch (error) {
    if (error instanceof AuthError) return error.reason;
    throw error;
  }
};

const signed = (signing: Signing = {}, request = PUT) =>
  sign(ENDPOINT, request, { date: NOW, ...signing });
const presigned = (signing: Signing = {}, request = PUT) =>
  presign(ENDPOINT, request, { date: NOW, ...signing });
const withHeaders = (request: RawRequest, headers: Record<string, string>) => ({
  ...request,
  headers: { ...request.headers, ...headers },
});
const withQuery = (request: RawRequest, query: Record<string, string>) => ({
  ...request,
  query: { ...request.query, ...query },
});

describe.each([
  ['signed', signed],
  ['presigned', presigned],
])('a %s request', (_kind, make) => {
  test('is accepted as the account', async () => {
    expect(check(await make())).toBe('arn:aws:iam::000000000000:root');
  });

  test('is refused with a wrong secret or an unknown key', async () => {
    expect(check(await make({ secretAccessKey: 'guess' }))).toBe('wrong-signature');
    expect(check(await make({ accessKeyId: 'other' }))).toBe('unknown-key');
  });

  test('is refused if the method, path, query or host differs', async () => {
    const request = await make();

    expect(check({ ...request, method: 'DELETE' })).toBe('wrong-signature');
    expect(check({ ...request, path: '/bucket/videos/b.mp4' })).toBe('wrong-signature');
    expect(check({ ...request, path: '/bucket/videos/../videos/a%20b.mp4' })).toBe(
      'wrong-signature',
    );
    expect(check(withQuery(request, { acl: '' }))).toBe('wrong-signature');
    expect(check(withHeaders(request, { host: 'elsewhere' }))).toBe('wrong-signature');
  });

  test('is refused if a header that changes its effect is added', async () => {
    const request = withHeaders(await make(), { 'x-amz-acl': 'public-read' });

    expect(check(request)).toBe('headers-not-signed');
  });

  test('with temporary credentials needs their token, until they expire', async () => {
    const keys = (expiresAt: Date) =>
      new Map([
        ['test', { secretAccessKey: 'test', sessionToken: 'token', principal: 'role', expiresAt }],
      ]);

    expect(check(await make({ sessionToken: 'token' }), { keys: keys(at(1)) })).toBe('role');
    expect(check(await make({ sessionToken: 'token' }), { keys: keys(at(0)) })).toBe(
      'expired-token',
    );
    expect(check(await make({ sessionToken: 'other' }), { keys: keys(at(1)) })).toBe(
      'invalid-token',
    );
    expect(check(await make(), { keys: keys(at(1)) })).toBe('invalid-token');
    expect(check(await make({ sessionToken: 'token' }))).toBe('invalid-token');
  });

  test('for another region, service or day is refused', async () => {
    const request = await make();
    const scoped = (from: string, to: string) =>
      JSON.parse(JSON.stringify(request).replace(from, to)) as RawRequest;

    expect(check(scoped('us-east-1/s3', 'eu-west-1/s3'))).toMatch(/^malformed/u);
    expect(check(scoped('us-east-1/s3', 'us-east-1/sns'))).toMatch(/^malformed/u);
    expect(check(scoped('20261122/us', '20261121/us'))).toMatch(/^malformed/u);
  });
});

test('requests of several days are accepted in any order with one key', async () => {
  const keys = defaultCredentials();
  const days = [NOW, at(-24 * 60), NOW];

  for (const now of days)
    expect(check(await signed({ date: now }), { keys, now })).toMatch(/:root$/u);
});

test('a replaced secret is refused at once, and the new one accepted', async () => {
  const keys = defaultCredentials();
  const old = await signed();
  expect(check(old, { keys })).toMatch(/:root$/u);

  keys.set('test', { secretAccessKey: 'new' });

  expect(check(old, { keys })).toBe('wrong-signature');
  expect(check(await signed({ secretAccessKey: 'new' }), { keys })).toMatch(/:root$/u);
});

test('a request with a modified signed header is refused', async () => {
  const request = withHeaders(await signed(), { 'x-amz-meta-camera': 'street' });

  expect(check(request)).toBe('wrong-signature');
});

describe('the time of a signature', () => {
  test.each([
    [-15, 'arn:aws:iam::000000000000:root'],
    [15, 'arn:aws:iam::000000000000:root'],
    [-16, 'skewed'],
    [16, 'skewed'],
  ])('a request signed %i minutes from now: %s', async (minutes, outcome) => {
    expect(check(await signed({ date: at(minutes) }))).toBe(outcome);
  });

  test.each([
    [-60, 3600, 'arn:aws:iam::000000000000:root'],
    [-61, 3600, 'expired'],
    [16, 3600, 'expired'],
    [-60 * 24 * 6, 7 * 24 * 3600, 'arn:aws:iam::000000000000:root'],
  ])('a URL signed %i minutes from now for %i seconds: %s', async (minutes, expiresIn, outcome) => {
    expect(check(await presigned({ date: at(minutes), expiresIn }))).toBe(outcome);
  });

  test.each(['604801', '-1', '1e3', ''])('a URL for %s seconds is malformed', async (expires) => {
    const request = withQuery(await presigned(), { 'X-Amz-Expires': expires });

    expect(check(request)).toBe('malformed-query');
  });

  test('a URL with a modified expiry does not match its signature', async () => {
    const request = withQuery(await presigned(), { 'X-Amz-Expires': '86400' });

    expect(check(request)).toBe('wrong-signature');
  });
});

describe('the claim of a signature', () => {
  const unsignedCases: [string, Partial<RawRequest>, AuthReason][] = [
    ['nothing at all', {}, 'unsigned'],
    ['a password', { headers: { authorization: 'Basic dGVzdDp0ZXN0' } }, 'unsupported'],
    ['signature version 2', { headers: { authorization: 'AWS test:c2ln' } }, 'unsupported'],
    ['a URL of version 2', { query: { AWSAccessKeyId: 'test', Signature: 'x' } }, 'unsupported'],
    ['no fields', { headers: { authorization: 'AWS4-HMAC-SHA256 x' } }, 'malformed-header'],
    ['an empty query claim', { query: { 'X-Amz-Algorithm': '' } }, 'malformed-query'],
  ];
  test.each(unsignedCases)('%s is refused', async (_name, request, reason) => {
    expect(check({ path: '/bucket', ...request })).toBe(reason);
  });

  test('a claim in both the header and the query is refused', async () => {
    const request = await signed();
    const { query } = await presigned();

    expect(check({ ...request, ...(query && { query }) })).toBe('ambiguous');
  });

  test('a signature that does not cover the host is refused', async () => {
    const request = await signed();
    const authorization = request.headers?.['authorization']?.replace('host;', '') ?? '';

    expect(check(withHeaders(request, { authorization }))).toBe('malformed-header');
  });

  test('a signature over the Date header is valid', async () => {
    const headers = { ...PUT.headers, date: NOW.toUTCString() };
    const request = await signed({}, { ...PUT, headers });

    expect(check(request)).toBe('arn:aws:iam::000000000000:root');
  });
});
