import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { hasPlausibleTables } from './mp4-tables.ts';
import { drawNumberedClip } from '../testing/numbered-clip.ts';

const MILLIONS = 0x7f_ff_ff_ff;

let directory: string;
let mp4: Buffer;

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'tables-test-'));
  mp4 = await readFile(await drawNumberedClip(path.join(directory, 'clip.mp4'), { frames: 30 }));
});
afterAll(() => rm(directory, { recursive: true }));

const isPlausible = (bytes: Buffer) =>
  hasPlausibleTables({
    size: bytes.length,
    readRange: async (start, end) => bytes.subarray(start, end + 1),
  });

const changed = (table: string, at: number, number: number) => {
  const bytes = Buffer.from(mp4);
  bytes.writeUInt32BE(number, bytes.indexOf(table) + table.length + at);
  return bytes;
};

test('the tables of a video are plausible', async () => {
  expect(await isPlausible(mp4)).toBe(true);
});

test.each([
  ['frames that no video has', 'stsz', 8],
  ['times repeated without end', 'stts', 8],
  ['chunks of frames without end', 'stsc', 12],
  ['more entries than it has room for', 'stts', 4],
  ['more display times than it has room for', 'ctts', 4],
])('a table of %s is not', async (_, table, at) => {
  expect(await isPlausible(changed(table, at, MILLIONS))).toBe(false);
});

test('a file without an index has no tables', async () => {
  expect(await isPlausible(mp4.subarray(0, mp4.indexOf('moov') - 4))).toBe(false);
});
