import { describe, expect, test } from '@jest/globals';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { ownerCookie } from './owner-cookie.ts';
import { createOwnerKey } from './owner-key.ts';
import { COOKIE, createOwner, TICKET } from './owner.ts';

const PASSPHRASE = 'correct horse battery staple';
const IN_AN_HOUR = Math.floor(Date.now() / 1000) + 3600;
const HTTPS = { host: 'bank.example.com', 'x-forwarded-proto': 'https' };

/** The parts of a request that the owner guard reads. */
const request = (
  headers: Record<string, string>,
  { cookies, method = 'GET' }: { cookies?: string[]; method?: string } = {},
) =>
  ({ headers, cookies, requestContext: { http: { method } } }) as unknown as APIGatewayProxyEventV2;

const cookieOf = async (signed: string) => [
  ownerCookie(signed, { headers: HTTPS }).split(';')[0] ?? '',
];

const signedIn = async (passphrase = PASSPHRASE) =>
  cookieOf(await createOwnerKey(passphrase).sign(COOKIE, IN_AN_HOUR));

describe('with a passphrase', () => {
  const { isOwner } = createOwner(PASSPHRASE);

  test('a signed-in visitor is the owner', async () => {
    expect(await isOwner(request(HTTPS, { cookies: await signedIn() }))).toBe(true);
  });

  test.each([
    ['no cookie', async () => []],
    ['a cookie from before the passphrase changed', () => signedIn('another one')],
    [
      'a ticket for a cookie',
      async () => cookieOf(await createOwnerKey(PASSPHRASE).sign(TICKET, IN_AN_HOUR)),
    ],
    [
      'a cookie that has ended',
      async () => cookieOf(await createOwnerKey(PASSPHRASE).sign(COOKIE, 1)),
    ],
    [
      'a cookie whose end was moved',
      async () => (await signedIn()).map((c) => c.replace(/=\d+/u, '=99999999999')),
    ],
    ['an empty cookie', async () => ['__Host-video-bank=']],
    [
      'the cookie of an unencrypted page',
      async () => (await signedIn()).map((c) => c.replace('__Host-', '')),
    ],
    ['a cookie of enormous size', async () => [`__Host-video-bank=${'1'.repeat(100_000)}`]],
  ])('%s is not the owner', async (_, cookies) => {
    expect(await isOwner(request(HTTPS, { cookies: await cookies() }))).toBe(false);
  });

  test.each([
    ['a form of another site', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' }],
    ['a script of a sister site', { 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'cors' }],
    ['an older browser on another site', { origin: 'https://evil.example' }],
    ['a page without an origin', { origin: 'null' }],
  ])('%s changes nothing, even with the cookie', async (_, headers) => {
    const event = request(
      { ...HTTPS, ...headers },
      { cookies: await signedIn(), method: 'DELETE' },
    );

    expect(await isOwner(event)).toBe(false);
  });

  test('a script of another site cannot read, but a link from there works', async () => {
    const from = (mode: string) => ({
      ...HTTPS,
      'sec-fetch-site': 'cross-site',
      'sec-fetch-mode': mode,
    });
    const cookies = await signedIn();

    expect(await isOwner(request(from('no-cors'), { cookies }))).toBe(false);
    expect(await isOwner(request(from('navigate'), { cookies }))).toBe(true);
  });

  test('the bank’s own page can make changes', async () => {
    const headers = {
      ...HTTPS,
      'sec-fetch-site': 'same-origin',
      origin: 'https://bank.example.com',
    };

    expect(await isOwner(request(headers, { cookies: await signedIn(), method: 'POST' }))).toBe(
      true,
    );
  });

  test('an owner-only route explains how to sign in', async () => {
    const answer = await createOwner(PASSPHRASE).only(async () => ({ statusCode: 200 }))(
      request(HTTPS),
    );

    expect(answer.statusCode).toBe(401);
    expect(JSON.parse(answer.body ?? '')).toMatchObject({ code: 'SIGN_IN' });
  });

  test('a ticket opens a WebSocket, for a minute', async () => {
    const { key, mayConnect } = createOwner(PASSPHRASE);
    const headers = { Host: '127.0.0.1:3000' };

    expect(await mayConnect({ headers, ticket: (await key?.sign(TICKET, IN_AN_HOUR)) ?? '' })).toBe(
      true,
    );
    expect(await mayConnect({ headers, ticket: '' })).toBe(false);
    expect(await mayConnect({ headers, ticket: (await key?.sign(COOKIE, IN_AN_HOUR)) ?? '' })).toBe(
      false,
    );
  });
});

describe('without a passphrase', () => {
  const { isOwner, mayConnect } = createOwner('');

  test.each(['localhost:3000', '127.0.0.1:3000', '127.8.9.1', '[::1]:3000', 'localhost'])(
    'a visitor at %s is the owner',
    async (host) => {
      expect(await isOwner(request({ host }))).toBe(true);
      expect(await mayConnect({ headers: { Host: host }, ticket: '' })).toBe(true);
    },
  );

  test.each([
    'rebound.example.com:3000',
    '127.0.0.1.evil.example',
    'localhost.evil.example',
    '192.168.1.5:3000',
    '',
  ])('a page of %s is not the owner, wherever its name resolves to', async (host) => {
    expect(await isOwner(request({ host }))).toBe(false);
    expect(await mayConnect({ headers: { Host: host }, ticket: '' })).toBe(false);
  });

  test('a form of another site changes nothing', async () => {
    const headers = { host: 'localhost:3000', origin: 'https://evil.example' };

    expect(await isOwner(request(headers, { method: 'POST' }))).toBe(false);
  });
});

test('the cookie is limited to this host and hidden from scripts', () => {
  expect(ownerCookie('1.x', { headers: HTTPS })).toBe(
    '__Host-video-bank=1.x; Path=/; Max-Age=2592000; HttpOnly; SameSite=Strict; Secure',
  );
  expect(ownerCookie('', { headers: { 'x-forwarded-proto': 'http' } })).toBe(
    'video-bank=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict',
  );
});

test.each([
  [PASSPHRASE, true],
  [` ${PASSPHRASE}\n`, true],
  [PASSPHRASE.toUpperCase(), false],
  ['', false],
])('%j is the passphrase: %s', (given, expected) => {
  expect(createOwnerKey(PASSPHRASE).isPassphrase(given)).toBe(expected);
});

test('a differently encoded letter is the same', () => {
  expect(createOwnerKey('süß und lang genug').isPassphrase('su\u0308ß und lang genug')).toBe(true);
});
