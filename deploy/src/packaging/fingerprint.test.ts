import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { fingerprintStack } from './fingerprint.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'fingerprint-'));
  for (const folder of ['bot/src', 'bot/node_modules', 'bot/.esbuild', 'shared/src']) {
    await mkdir(path.join(root, folder), { recursive: true });
  }
});
afterEach(() => rm(root, { recursive: true }));

const write = (file: string, text = 'changed') => writeFile(path.join(root, file), text);
const fingerprint = (stage = 'local') => fingerprintStack(path.join(root, 'bot'), { stage });

test.each([
  'bot/src/handler.ts',
  'bot/serverless.yml',
  'shared/src/keys.ts',
  'shared/esbuild.yml',
  'package-lock.json',
  '.secrets.yml',
])('%s changes the fingerprint', async (file) => {
  const before = await fingerprint();

  await write(file);

  expect(await fingerprint()).not.toBe(before);
});

test.each([
  'bot/src/handler.test.ts',
  'bot/node_modules/index.js',
  'bot/.esbuild/handler.js',
  'README.md',
])('%s does not change the fingerprint', async (file) => {
  const before = await fingerprint();

  await write(file);

  expect(await fingerprint()).toBe(before);
});

test('settings change the fingerprint', async () => {
  const before = await fingerprint();

  expect(await fingerprint('other')).not.toBe(before);
});
