import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { extractCaptures } from '../making/extract-captures.ts';
import { renderPreviews } from '../making/render-previews.ts';
import { readMediaLimits } from '../media-limits.ts';
import { countedSource } from '../testing/counted-source.ts';
import { decodeAll } from '../testing/decode-all.ts';
import { fileSource } from '../testing/file-source.ts';
import { drawNumberedClip, readFrameNumbers } from '../testing/numbered-clip.ts';
import { runEncoder } from '../testing/run-encoder.ts';

const RATE = 25;
const STRETCHES = 20;

let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'every-coding-'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

// Numbers whose squares all change, like the picture of a moving camera.
const show = (frame: number) => (frame % 2 === 0 ? 0x5a5a : 0xa5a5) ^ frame;

const SMALL = { width: 96, height: 64, seconds: 120 };
// The only size of each.
const DV = { width: 720, height: 576, seconds: 40 };
const CIF = { width: 352, height: 288, seconds: 120 };
const WITH_B_FRAMES = ['-g', '13', '-bf', '2', '-q:v', '2'];

type Size = { width: number; height: number; seconds: number };

const ALL_TENTHS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

const CODINGS: [title: string, name: string, coding: string[], size?: Size][] = [
  ['ProRes', 'prores.mov', ['-c:v', 'prores_ks', '-pix_fmt', 'yuv422p10le']],
  ['DV', 'dv.mov', ['-c:v', 'dvvideo', '-pix_fmt', 'yuv420p'], DV],
  ['Motion JPEG', 'mjpeg.mov', ['-c:v', 'mjpeg', '-pix_fmt', 'yuvj420p', '-q:v', '2']],
  ['MPEG-2', 'mpeg2.mov', ['-c:v', 'mpeg2video', '-pix_fmt', 'yuv420p', ...WITH_B_FRAMES]],
  ['MPEG-2 in an MP4', 'mpeg2.mp4', ['-c:v', 'mpeg2video', ...WITH_B_FRAMES]],
  ['MPEG-4', 'mpeg4.mp4', ['-c:v', 'mpeg4', '-pix_fmt', 'yuv420p', ...WITH_B_FRAMES]],
  ['H.263', 'h263.mov', ['-c:v', 'h263', '-q:v', '2', '-g', '13'], CIF],
  ['PNG', 'png.mov', ['-c:v', 'png', '-pix_fmt', 'rgb24']],
  ['Animation', 'animation.mov', ['-c:v', 'qtrle', '-pix_fmt', 'rgb24', '-g', '13']],
  ['uncompressed video', 'raw.mov', ['-c:v', 'rawvideo', '-pix_fmt', 'uyvy422']],
  ['uncompressed 10-bit video', 'v210.mov', ['-c:v', 'v210', '-pix_fmt', 'yuv422p10le']],
];

describe.each(CODINGS)('a long movie of %s', (_, name, coding, size = SMALL) => {
  const { seconds } = size;
  let file: string;

  beforeAll(async () => {
    const silent = path.join(directory, `silent.${name}`);
    const noise = 'noise=alls=20:allf=t';
    await drawNumberedClip(silent, {
      ...{ frames: seconds * RATE, rate: RATE, show, coding },
      ...{ width: size.width, height: size.height, filters: noise },
    });
    file = path.join(directory, name);
    const sound = ['-f', 'lavfi', '-i', `sine=duration=${seconds}`, '-c:a', 'aac'];
    await runEncoder(['-i', silent, ...sound, '-c:v', 'copy', file]);
    await rm(silent);
  }, 240_000);

  test('has captures all over its length that equal a full decode, and few bytes are read', async () => {
    const { source, bytesRead } = countedSource(await fileSource(file));
    const limits = readMediaLimits({ VIDEO_MAX_DURATION: '0' });

    const { captures, facts } = await extractCaptures(source, { directory, limits });

    expect(facts.durationSeconds).toBeCloseTo(seconds, 0);
    const stretches = captures.map(({ time }) => Math.floor((time / seconds) * STRETCHES));
    expect(stretches).toEqual(Array.from({ length: STRETCHES }, (__, stretch) => stretch));
    const decoded = await decodeAll(file);
    for (const { time, file: png = '' } of captures) {
      const expected = decoded.get(Math.round(time * 1000));
      expect([time, await readFrameNumbers(png)]).toEqual([time, [expected]]);
    }
    // ffprobe reads the first 5 MB.
    expect(bytesRead() - 5_000_000).toBeLessThan((await stat(file)).size / 4);
  }, 120_000);

  test('has previews that show all of it', async () => {
    const limits = readMediaLimits({ VIDEO_MAX_DURATION: '0' });

    const { gif, storyboard, video } = await renderPreviews(await fileSource(file), {
      directory,
      limits,
    });

    const shown = (await readFrameNumbers(gif)).map(secondOf);
    const tenthsOf = (times: number[]) => times.map((time) => Math.floor((time / seconds) * 10));
    const starts = storyboard?.tiles.map(({ start }) => start) ?? [];
    expect(tenthsOf(shown).sort()).toEqual(ALL_TENTHS);
    expect([...new Set(tenthsOf(starts))]).toEqual(ALL_TENTHS);
    expect(video).toMatch(/preview\.mp4$/u);
  }, 120_000);

  const secondOf = (number: number) => {
    const frame = number ^ 0x5a5a;
    return (frame < seconds * RATE ? frame : number ^ 0xa5a5) / RATE;
  };
});
