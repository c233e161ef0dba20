import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { writeParts } from './write-parts.ts';

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'write-parts-test-'));
});
afterAll(() => rm(directory, { recursive: true }));

// The operating system takes 1,024 at once.
test.each([1, 3, 5000])('%d parts are written one after the other', (count) => {
  const file = path.join(directory, `${count}`);
  const parts = Array.from({ length: count }, (_, number) => Buffer.from(`${number};`));

  writeParts(file, parts);

  expect(readFileSync(file).equals(Buffer.concat(parts))).toBe(true);
});

test('an earlier file is replaced', () => {
  const file = path.join(directory, 'earlier');
  writeParts(file, [Buffer.from('a longer text')]);

  writeParts(file, [Buffer.from('text')]);

  expect(readFileSync(file, 'utf8')).toBe('text');
});
