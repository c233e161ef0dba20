import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { VIDEO_FORMATS } from '@video-service/shared/video-formats';
import { extractCaptures } from './making/extract-captures.ts';
import { readMediaLimits } from './media-limits.ts';
import { fileSource } from './testing/file-source.ts';
import { drawNumberedClip, H264 } from './testing/numbered-clip.ts';

// How files with these extensions are made, and with which codec.
const MADE: [extensions: string, codec: string, coding: string[]][] = [
  ['mp4 m4v mp4v', 'h264', [...H264, '-f', 'mp4']],
  ['f4v', 'h264', [...H264, '-f', 'f4v']],
  ['mov qt', 'mjpeg', ['-c:v', 'mjpeg', '-pix_fmt', 'yuvj420p', '-f', 'mov']],
  ['3gp 3gpp', 'h264', [...H264, '-f', '3gp']],
  ['3g2 3gp2', 'h264', [...H264, '-f', '3g2']],
  ['webm', 'vp8', ['-c:v', 'libvpx', '-deadline', 'realtime', '-f', 'webm']],
  ['mkv mk3d', 'h264', [...H264, '-f', 'matroska']],
  ['avi divx', 'mpeg4', ['-c:v', 'mpeg4', '-vtag', 'DIVX', '-f', 'avi']],
  ['ts', 'h264', [...H264, '-f', 'mpegts']],
  ['mts m2ts m2t', 'h264', [...H264, '-f', 'mpegts', '-mpegts_m2ts_mode', '1']],
  ['mpg mpeg mpe m2p', 'mpeg2video', ['-c:v', 'mpeg2video', '-f', 'mpeg']],
  ['vob', 'mpeg2video', ['-c:v', 'mpeg2video', '-f', 'vob']],
  ['flv', 'flv1', ['-c:v', 'flv', '-f', 'flv']],
  ['ogv ogg ogm', 'theora', ['-c:v', 'libtheora', '-f', 'ogg']],
  ['wmv asf wm', 'wmv2', ['-c:v', 'wmv2', '-f', 'asf']],
  ['h264 264 avc', 'h264', [...H264, '-f', 'h264']],
  ['hevc h265 265', 'hevc', ['-c:v', 'libx265', '-preset', 'ultrafast', '-f', 'hevc']],
];

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'video-formats-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

test.each(MADE)('a file of the kind %s is accepted', async (extensions, codec, coding) => {
  const file = path.join(directory, `clip.${extensions.split(' ', 1)[0]}`);
  await drawNumberedClip(file, { frames: 30, coding });

  const options = { directory, limits: readMediaLimits({}) };
  const { facts, captures } = await extractCaptures(await fileSource(file), options);

  expect(facts).toMatchObject({ codec, width: 320, height: 180 });
  expect(captures.length).toBeGreaterThan(0);
});

test('every supported extension is tested', () => {
  const made = MADE.flatMap(([extensions]) => extensions.split(' '));

  expect(made).toEqual(VIDEO_FORMATS.flatMap(({ extensions }) => extensions));
});
