import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { appendPart, partOf, readAllInOne } from './all-in-one.ts';

const PAIRS = { file: 'pairs', bytesEach: 2 };

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'all-in-one-'));
});
afterEach(() => rm(directory, { recursive: true }));

const write = (text: string) => writeFile(path.join(directory, partOf(PAIRS).file), text);

const read = async (...places: number[]) => {
  const frames = places.map((at) => ({ at, millisecond: 0, width: 1, height: 1 }));
  return readAllInOne({ frames, directory }, PAIRS).map(({ bytes }) => String(bytes));
};

test('frames find their pictures after those of earlier processes', async () => {
  await write('aabb');
  appendPart(directory, PAIRS, 0);
  await write('ccdd');
  appendPart(directory, PAIRS, 2);

  expect(await read(3, 0, 2)).toEqual(['dd', 'aa', 'cc']);
});

test('a process that wrote less than it listed, or nothing, does not move the others', async () => {
  await write('aab');
  appendPart(directory, PAIRS, 0);
  appendPart(directory, PAIRS, 3);
  await write('dde');
  appendPart(directory, PAIRS, 3);

  expect(await read(0, 3, 4)).toEqual(['aa', 'dd', 'e']);
});
