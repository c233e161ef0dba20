import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { loadAssets } from './assets.ts';
import { contentSecurityPolicy } from './content-security-policy.ts';
import { servePage, type Page } from './page.ts';

let dir: string;
let page: Page;

beforeAll(async () => {
  dir = await mkdtemp(path.join(os.tmpdir(), 'page-'));
  await mkdir(path.join(dir, 'assets'));
  await writeFile(path.join(dir, 'index.html'), 'page');
  for (const end of ['', '.br', '.gz'])
    await writeFile(path.join(dir, `assets/app.js${end}`), `app${end}`);
  page = { assets: await loadAssets(dir), policy: 'policy' };
});
afterAll(() => rm(dir, { recursive: true }));

const get = (requested: string, acceptEncoding?: string): Record<string, unknown> | undefined => {
  const served = servePage({ path: requested, acceptEncoding }, page);
  const headers: Record<string, unknown> = served?.headers ?? {};
  return served && { ...headers, body: Buffer.from(served.body ?? '', 'base64').toString() };
};

test.each(['/', '/v/0b8f1c54-6f0b-4d6e-9f6a-1d5c1c0a7e11', '/../../etc/passwd'])(
  '%s is the page, which is revalidated each time',
  (requested) => {
    expect(get(requested)).toMatchObject({
      body: 'page',
      'content-type': 'text/html',
      'cache-control': 'no-cache',
      'content-security-policy': 'policy',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    });
  },
);

describe('an asset', () => {
  test('is cached forever', () => {
    expect(get('/assets/app.js')).toEqual({
      body: 'app',
      'content-type': 'text/javascript',
      'cache-control': 'public, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
      vary: 'accept-encoding',
    });
  });

  test.each([
    ['gzip, deflate, br;q=0.9', 'app.br', 'br'],
    ['gzip', 'app.gz', 'gzip'],
    ['br;q=0, gzip', 'app.gz', 'gzip'],
    ['identity', 'app', undefined],
  ])('is sent to a browser that accepts "%s" as %s', (accepted, body, encoding) => {
    const served = get('/assets/app.js', accepted);

    expect([served?.['body'], served?.['content-encoding']]).toEqual([body, encoding]);
  });

  test.each(['/assets/other.js', '/assets/', '/assets/../index.html', '/assets/app.js.br'])(
    'does not exist at %s',
    (requested) => {
      expect(get(requested)).toBe(undefined);
    },
  );
});

test('the policy allows nothing inline and no other origins', () => {
  const policy = contentSecurityPolicy({
    source: 'https://source.example',
    renders: 'https://renders.example',
    webSocket: 'wss://live.example',
  });

  expect(policy.split('; ')).toEqual([
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "font-src 'self'",
    "img-src 'self' blob: https://source.example https://renders.example",
    "media-src 'self' blob: https://source.example https://renders.example",
    "connect-src 'self' https://source.example wss://live.example",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ]);
});
