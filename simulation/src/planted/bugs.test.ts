import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { BUGS } from './bugs.ts';

const ROOT = path.resolve(import.meta.dirname, '../../..');

test('there are 25 planted bugs or more, and each has its place in the code exactly once', async () => {
  const places = Object.entries(BUGS).map(async ([name, { file, right, wrong }]) => {
    const parts = (await readFile(path.join(ROOT, file), 'utf8')).split(right);
    return { name, places: parts.length - 1, isAnother: right !== wrong };
  });

  const names = Object.keys(BUGS);
  expect(names.length).toBeGreaterThanOrEqual(25);
  expect(await Promise.all(places)).toEqual(
    names.map((name) => ({ name, places: 1, isAnother: true })),
  );
});
