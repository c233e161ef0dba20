import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { fileNamesFor } from './file-name.ts';

const preferred = (key: string) => [...fileNamesFor(key)][0] ?? '';

test.each([
  ['videos/garden/2026-11-22.mp4', 'videos/garden/2026-11-22.mp4'],
  ['ä/日本/🎥 (1).mp4', 'ä/日本/🎥 (1).mp4'],
  ['.hidden', '.hidden'],
  ['../../etc/passwd', '.%2E/.%2E/etc/passwd'],
  ['.', '%2E'],
  ['/etc//passwd/', '%/etc/%/passwd/%'],
  ['a\\..\\b:c*?"<>|', 'a%5C..%5Cb%3Ac%2A%3F%22%3C%3E%7C'],
  ['nul\0\n', 'nul%00%0A'],
  ['%2e%2e/x', '%252e%252e/x'],
  ['dot. /space ', 'dot.%20/space%20'],
])('the key %j is stored as %s', (key, file) => {
  expect(preferred(key)).toBe(file);
});

test('if a name is taken there are others, the last of them never taken', () => {
  const names = [...fileNamesFor('a/clip.tar.gz')];

  expect(names.slice(0, 3)).toEqual(['a/clip.tar.gz', 'a/clip.tar~2.gz', 'a/clip.tar~3.gz']);
  expect(names.at(-1)).toMatch(/^%overflow\/[\da-f-]{36}\.gz$/u);
});

test('a segment longer than a file system allows is shortened, its extension kept', () => {
  const name = preferred(`${'ä'.repeat(300)}.${'x'.repeat(100)}`);

  expect(Buffer.byteLength(name)).toBeLessThanOrEqual(220);
  expect(name).toMatch(/^ä{90}\.x{39}$/u);
});

describe('no key leaves its folder', () => {
  const parts = [
    '..',
    '.',
    '',
    '/',
    '\\',
    '\0',
    '%',
    '%2e',
    '~',
    'a',
    ' ',
    'C:',
    '\u2024\u2024',
    '..;',
  ];
  const keys = parts.flatMap((a) => parts.flatMap((b) => parts.map((c) => `${a}/${b}${c}`)));

  test.each(['/root/bucket', 'C:\\bucket'])('below %s', (root) => {
    const paths = root.startsWith('/') ? path.posix : path.win32;
    const outside = keys
      .flatMap((key) => [...fileNamesFor(key)])
      .filter((file) => !paths.join(root, file).startsWith(root + paths.sep));

    expect(outside).toEqual([]);
  });
});
