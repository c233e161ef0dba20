import { mkdtemp, readdir, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { buildLayer } from './build-layer.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'layer-'));
});
afterEach(() => rm(directory, { recursive: true }));

const program = async (name: string, megabytes: number) => {
  const file = path.join(directory, name);
  await writeFile(file, '');
  await truncate(file, megabytes * 1024 ** 2);
  return file;
};

test('your own programs become a layer for the functions’ architecture', async () => {
  const own = { ffmpeg: await program('ffmpeg', 1), ffprobe: await program('ffprobe', 1) };

  await buildLayer({ stage: 'dev', own }, directory);

  expect(await readdir(path.join(directory, 'ffmpeg-arm64', 'bin'))).toEqual(['ffmpeg', 'ffprobe']);
  expect(await readdir(directory)).toContain('ffmpeg-arm64.zip');
});

test('programs too large for a layer are rejected before anything is built', async () => {
  const own = { ffmpeg: await program('ffmpeg', 124), ffprobe: await program('ffprobe', 125) };

  await expect(buildLayer({ stage: 'dev', own }, directory)).rejects.toThrow(
    'ffmpeg and ffprobe together are 249 MB; a layer can be at most 248 MB. Use smaller builds.',
  );
  expect((await readdir(directory)).sort()).toEqual(['ffmpeg', 'ffprobe']);
});
