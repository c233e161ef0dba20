import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Shortage } from './ffmpeg/shortage.ts';
import { extractCaptures } from './making/extract-captures.ts';
import { readMediaLimits } from './media-limits.ts';
import { fileSource } from './testing/file-source.ts';
import { drawNumberedClip, H264 } from './testing/numbered-clip.ts';

let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'refused-'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

const draw = (name: string, coding: string[]) =>
  drawNumberedClip(path.join(directory, name), { frames: 90, coding: [...H264, ...coding] });

const extract = async (file: string) =>
  extractCaptures(await fileSource(file), { directory, limits: readMediaLimits({}) });

test.each(['', '+frag_keyframe+empty_moov'])(
  'an encrypted movie is rejected as copy-protected, with flags "%s"',
  async (flags) => {
    const key = '00112233445566778899aabbccddeeff';
    const scheme = ['-encryption_scheme', 'cenc-aes-ctr', '-encryption_key', key];
    const coding = [...scheme, '-encryption_kid', key, ...(flags ? ['-movflags', flags] : [])];
    const file = await draw('protected.mp4', coding);

    await expect(extract(file)).rejects.toMatchObject({ details: { code: 'COPY_PROTECTED' } });
  },
);

test('a truncated movie with its index in front is shown if most of it is there, and rejected if little is', async () => {
  const whole = await readFile(await draw('whole.mp4', ['-movflags', '+faststart']));
  const cutAt = async (share: number) => {
    const file = path.join(directory, `cut-${share}.mp4`);
    const pictures = whole.indexOf('mdat') + 4;
    await writeFile(file, whole.subarray(0, pictures + (whole.length - pictures) * share));
    return file;
  };

  expect((await extract(await cutAt(0.8))).captures.length).toBeGreaterThan(3);
  await expect(extract(await cutAt(0.3))).rejects.toMatchObject({
    details: { code: 'INCOMPLETE_FILE' },
  });
});

test('a disk that fills up while FFmpeg exits with 0 is a shortage', async () => {
  const file = await draw('plain.mp4', []);
  const found = process.env['FFMPEG_PATH'] ?? '';
  const program = path.join(directory, 'ffmpeg-on-a-full-disk');
  // The last picture ends in the middle, as on a full disk.
  const cut = 'for png in *.png; do truncate -s 100 "$png"; done';
  await writeFile(program, `#!/bin/sh\n'${found}' "$@"\n${cut}\nexit 0\n`);
  await chmod(program, 0o755);
  process.env['FFMPEG_PATH'] = program;
  try {
    await expect(extract(file)).rejects.toThrow(Shortage);
  } finally {
    process.env['FFMPEG_PATH'] = found;
  }
});
