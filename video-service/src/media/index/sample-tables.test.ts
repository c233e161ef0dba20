import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { editMovie } from '../testing/movie-tree.ts';
import { drawNumberedClip } from '../testing/numbered-clip.ts';
import { tableOf } from '../testing/movie-tables.ts';
import { topBoxes } from './boxes.ts';
import { readMovie } from './movie.ts';

const MILLIONS = 0x7f_ff_ff_ff;

let directory: string;
let mp4: Buffer;

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'tables-test-'));
  mp4 = await readFile(await drawNumberedClip(path.join(directory, 'clip.mp4'), { frames: 30 }));
});
afterAll(() => rm(directory, { recursive: true }));

const tracksIn = async (bytes: Buffer) => {
  const source = {
    size: bytes.length,
    readRange: async (start: number, end: number) => bytes.subarray(start, end + 1),
  };
  const movie = await readMovie(source, await topBoxes(source));
  return movie?.tracks.map(({ kind, samples }) => ({ kind, samples }));
};

test('a track whose tables match its file is read', async () => {
  expect(await tracksIn(mp4)).toEqual([{ kind: 'video', samples: 30 }]);
});

test.each([
  ['frames that no video has', 'stsz', 8],
  ['times repeated without end', 'stts', 8],
  ['chunks of frames without end', 'stsc', 12],
  ['more times than it has room for', 'stts', 4],
  ['more display times than it has room for', 'ctts', 4],
])('a track with a table of %s is left to FFmpeg', async (_, table, at) => {
  const claiming = editMovie(mp4, (moov) => {
    tableOf(moov, table).writeUInt32BE(MILLIONS, at);
  });

  expect(await tracksIn(claiming)).toEqual([]);
});
