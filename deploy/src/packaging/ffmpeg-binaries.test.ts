import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { findFfmpeg } from './ffmpeg-binaries.ts';

let folder: string;
let FFMPEG_PATH: string;
let FFPROBE_PATH: string;

const writeProgram = async (name: string, script: string) => {
  const file = path.join(folder, name);
  await writeFile(file, `#!/bin/sh\n${script}\n`);
  await chmod(file, 0o755);
  return file;
};

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'ffmpeg-binaries-'));
  FFMPEG_PATH = await writeProgram('ffmpeg', 'echo "ffmpeg version 9.9-test Copyright"');
  FFPROBE_PATH = await writeProgram('ffprobe', 'echo "ffprobe version 9.9-test Copyright"');
});

afterAll(() => rm(folder, { recursive: true, force: true }));

const fake = () => ({ ffmpeg: FFMPEG_PATH, ffprobe: FFPROBE_PATH });
const broken = () => ({ ffmpeg: FFMPEG_PATH, ffprobe: path.join(folder, 'missing') });

test('the pair that the environment names takes precedence', async () => {
  expect(await findFfmpeg({ FFMPEG_PATH, FFPROBE_PATH })).toEqual({
    ffmpeg: FFMPEG_PATH,
    ffprobe: FFPROBE_PATH,
    version: '9.9-test',
    from: 'FFMPEG_PATH',
  });
});

test('a missing named program is an error, and no other is used instead', async () => {
  const missing = { FFMPEG_PATH: path.join(folder, 'missing'), FFPROBE_PATH };

  await expect(findFfmpeg(missing, { fake })).rejects.toThrow('ENOENT');
});

test('half a pair is an error', async () => {
  await expect(findFfmpeg({ FFPROBE_PATH }, { fake })).rejects.toThrow(
    'Set both FFMPEG_PATH and FFPROBE_PATH',
  );
});

test('the first place where both programs run is used', async () => {
  expect(await findFfmpeg({}, { broken, fake })).toMatchObject({ from: 'fake', ...fake() });
});

test('if nothing runs, the error contains every reason', async () => {
  await expect(findFfmpeg({}, { broken })).rejects.toMatchObject({
    message: expect.stringContaining('No working FFmpeg found'),
    errors: [expect.objectContaining({ code: 'ENOENT' })],
  });
});

test('a machine without FFmpeg uses the bundled package', async () => {
  const { from, version } = await findFfmpeg({ PATH: '' });

  expect(['ffmpeg-static', '@ffmpeg-installer/ffmpeg']).toContain(from);
  expect(version).not.toBe('');
});
