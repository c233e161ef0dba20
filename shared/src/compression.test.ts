import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { expect, test } from '@jest/globals';
import { compressed } from './compression.ts';

const body = JSON.stringify({ labels: Array(500).fill('Car') });
const answer = { statusCode: 200, headers: { 'content-type': 'application/json' }, body };

test.each([
  ['gzip, deflate, br, zstd', 'br', brotliDecompressSync],
  ['gzip;q=1.0, br;q=0', 'gzip', gunzipSync],
  ['GZIP', 'gzip', gunzipSync],
])('compresses an answer to "%s" with %s', async (accepted, encoding, unpack) => {
  const sent = await compressed(answer, accepted);

  expect(sent.headers).toEqual({
    'content-type': 'application/json',
    'content-encoding': encoding,
    vary: 'accept-encoding',
  });
  expect(sent.isBase64Encoded).toBe(true);
  const packed = Buffer.from(sent.body ?? '', 'base64');
  expect(unpack(packed).toString()).toBe(body);
  expect(packed.length).toBeLessThan(body.length / 10);
});

test.each([undefined, '', 'identity', 'zstd', 'br;q=0'])(
  'does not compress an answer to %j',
  async (accepted) => {
    expect(await compressed(answer, accepted)).toEqual({
      ...answer,
      headers: { 'content-type': 'application/json', vary: 'accept-encoding' },
    });
  },
);

test('small or already encoded bodies are not compressed', async () => {
  const small = { ...answer, body: '{}' };
  const encoded = { ...answer, body: 'x'.repeat(9999), isBase64Encoded: true };

  expect(await compressed(small, 'br')).toBe(small);
  expect(await compressed(encoded, 'br')).toBe(encoded);
});
