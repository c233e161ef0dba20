import { expect, test } from '@jest/globals';
import { createReached } from './reached.ts';
import { createTranslate } from './translate.ts';

const urls = () => ({ page: 'http://127.0.0.1:3000', aws: 'http://127.0.0.1:4566' });
const LINK = 'http://127.0.0.1:4566/bank/clip.mp4?X-Amz-Signature=1';
const translated = (text: string, host: string, address?: string) =>
  createTranslate({ urls, reached: createReached(address) })({ headers: { host } })?.(text);

test('links to S3 lead to the page port at the address that the request came to', () => {
  expect(translated(`{"url":"${LINK}"}`, 'nas.local:3000')).toBe(
    '{"url":"http://nas.local:3000/storage/bank/clip.mp4?X-Amz-Signature=1"}',
  );
  expect(translated(LINK, '[fe80::1]:3000')).toBe(
    'http://[fe80::1]:3000/storage/bank/clip.mp4?X-Amz-Signature=1',
  );
});

test('behind a TLS proxy everything uses the configured address, with secure schemes', () => {
  const policy = "img-src 'self' http://127.0.0.1:4566; connect-src ws://127.0.0.1:3000";

  expect(translated(policy, '127.0.0.1:3000', 'https://videos.home')).toBe(
    "img-src 'self' https://videos.home; connect-src wss://videos.home",
  );
  expect(translated('ws://127.0.0.1:3000/websocket/a/local', 'x', 'https://videos.home')).toBe(
    'wss://videos.home/websocket/a/local',
  );
});

test('the engine’s own address and an invalid host translate nothing', () => {
  expect(translated(LINK, '127.0.0.1:3000')).toBeUndefined();
  expect(translated(LINK, 'nas.local/"><script>')).toBeUndefined();
});
