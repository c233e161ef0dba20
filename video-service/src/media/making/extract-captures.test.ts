import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { extractCaptures } from './extract-captures.ts';
import { readMediaLimits } from '../media-limits.ts';
import { fileSource } from '../testing/file-source.ts';
import { turnClockwise } from '../testing/mp4-boxes.ts';
import {
  drawNumberedClip,
  H264,
  type NumberedClip,
  readFrameNumbers,
  scramble,
  unscramble,
} from '../testing/numbered-clip.ts';
import { runEncoder } from '../testing/run-encoder.ts';

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'captures-test-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const inDirectory = (name: string) => path.join(directory, name);
const draw = (name: string, clip: NumberedClip) =>
  drawNumberedClip(inDirectory(name), { show: scramble, ...clip });

const extract = async (file: string, env: NodeJS.ProcessEnv = {}) =>
  extractCaptures(await fileSource(file), { directory, limits: readMediaLimits(env) });

/** The content of each capture, and the time it claims. */
const shownAt = async (file: string, env: NodeJS.ProcessEnv = {}) => {
  const { captures } = await extract(file, env);
  return Promise.all(
    captures.map(async (capture) => {
      if (capture.file === undefined) throw new Error(`${capture.frame} has no picture`);
      const [number] = await readFrameNumbers(capture.file);
      expect(capture.frame).toBe(`${Math.round(capture.time * 1000)}`);
      return [unscramble(number ?? -1), capture.time];
    }),
  );
};

const VP9 = ['-c:v', 'libvpx-vp9', '-deadline', 'realtime', '-cpu-used', '8', '-g', '15'];
const MPEG4 = ['-c:v', 'mpeg4', '-q:v', '2', '-bf', '2', '-g', '15', '-sc_threshold', '1000000000'];

describe('a picture that keeps its size is decoded completely, with smoothed block edges', () => {
  const blocks = ['-c:v', 'libx264', '-crf', '45', '-pix_fmt', 'yuv420p'];
  const drawBlocks = (width: number) =>
    draw('blocks.mp4', { frames: 1, width, filters: 'noise=alls=40', coding: blocks });
  const pixelsOf = (picture: string, colours = 'in_color_matrix=auto') => {
    const filters = `scale=flags=area:${colours},format=rgb24`;
    return runEncoder(['-i', picture, '-vf', filters, '-f', 'rawvideo', 'pipe:1']);
  };
  const shownPixels = async (file: string) =>
    pixelsOf((await extract(file)).captures[0]?.file ?? '');

  test('as it is stored in the file', async () => {
    const file = await drawBlocks(320);
    expect((await shownPixels(file)).equals(await pixelsOf(file))).toBe(true);
  });

  test('or upright, with its width as the height', async () => {
    const file = inDirectory('upright.mp4');
    await writeFile(file, turnClockwise(await readFile(await drawBlocks(2000))));
    const decoded = await pixelsOf(file, 'in_color_matrix=bt709');
    expect((await shownPixels(file)).equals(decoded)).toBe(true);
  });
});

describe('a capture shows the frame of its time', () => {
  const everyHalfSecond = [
    [0, 0],
    [15, 0.5],
    [30, 1],
    [45, 1.5],
  ];

  test.each([
    ['H.264 with B-frames', 'clip.mp4', { coding: H264 }],
    ['VP9', 'clip.webm', { coding: VP9 }],
    ['a transport stream, which starts later than 0', 'clip.ts', { coding: H264 }],
    ['MPEG-4 with B-frames in AVI, which has no display times', 'clip.avi', { coding: MPEG4 }],
    ['H.264 with B-frames in AVI, which has no display times', 'clip.avi', { coding: H264 }],
    ['nothing but key frames, in 10 bits', 'clip.mov', { coding: ['-c:v', 'prores_ks'] }],
    [
      '4:4:4 and an odd size',
      'clip.mkv',
      { coding: [...H264, '-pix_fmt', 'yuv444p'], width: 321, height: 181 },
    ],
    ['pixels that are not square', 'clip.mp4', { filters: 'setsar=2/1', width: 160 }],
  ])('%s', async (_, name, clip) => {
    expect(await shownAt(await draw(name, { frames: 60, ...clip }))).toEqual(everyHalfSecond);
  });

  test('with a variable frame rate', async () => {
    const filters = "settb=1/1000,setpts='if(lt(N,20),N*40,800+(N-20)*100)'";
    const coding = [...H264, '-vsync', '0', '-enc_time_base', '1/1000'];

    expect(await shownAt(await draw('clip.mkv', { frames: 50, filters, coding }))).toEqual([
      [0, 0],
      [15, 0.6],
      [30, 1.8],
      [45, 3.3],
    ]);
  });

  test('with times between milliseconds, so that seeking does not show the previous frame', async () => {
    const coding = [...H264.slice(0, -4), '-g', '20', '-sc_threshold', '0'];

    expect(await shownAt(await draw('clip.mp4', { frames: 60, rate: 29.97, coding }))).toEqual([
      [0, 0],
      [20, 0.668],
      [40, 1.335],
    ]);
  });

  test('with a picture that begins after the sound', async () => {
    const video = await draw('video.mp4', { frames: 40 });
    const sound = ['-f', 'lavfi', '-i', 'sine=duration=2'];
    const late = ['-itsoffset', '0.25', '-i', video];
    const file = inDirectory('clip.mp4');
    await runEncoder([
      ...sound,
      ...late,
      '-map',
      '0:a',
      '-map',
      '1:v',
      '-c:v',
      'copy',
      '-c:a',
      'aac',
      file,
    ]);

    expect(await shownAt(file)).toEqual([
      [0, 0.25],
      [15, 0.75],
      [30, 1.25],
    ]);
  });

  test('from a phone held upright', async () => {
    const lying = await draw('lying.mp4', {
      frames: 40,
      width: 180,
      height: 320,
      filters: 'transpose=cclock',
    });
    const file = inDirectory('clip.mp4');
    await writeFile(file, turnClockwise(await readFile(lying)));

    expect(await shownAt(file)).toEqual(everyHalfSecond.slice(0, 3));
    expect((await extract(file)).facts).toMatchObject({ width: 320, height: 180, rotation: 90 });
    expect(await firstSize(file)).toEqual([180, 320]);
  });
});

test('captures are at most 1280 pixels wide, keep their aspect ratio, and are never enlarged', async () => {
  const wide = await draw('wide.mp4', { frames: 2, width: 1920, height: 1080 });
  expect(await firstSize(wide)).toEqual([1280, 720]);

  const small = await draw('small.mp4', { frames: 2, width: 64, height: 36 });
  expect(await firstSize(small)).toEqual([64, 36]);
});

test('more key frames than captures are spread evenly over the video', async () => {
  const file = await draw('clip.mp4', { frames: 120 });

  const shown = await shownAt(file, { CAPTURES_MAX: '4' });

  expect(shown.map(([number]) => number)).toEqual([0, 30, 60, 90]);
});

test('only the first seconds are analysed, or all without a limit', async () => {
  const file = await draw('clip.mp4', { frames: 60 });

  expect(await shownAt(file, { VIDEO_MAX_DURATION: '1' })).toHaveLength(2);
  expect(await shownAt(file, { VIDEO_MAX_DURATION: '0' })).toHaveLength(4);
});

test('a picture that repeats the previous one has no file and names it', async () => {
  const show = (frame: number) => (frame < 45 ? 0 : frame);
  const { captures } = await extract(await draw('still.mp4', { frames: 60, show }));

  expect(captures).toEqual([
    { frame: '0', time: 0, kind: 'keyframe', file: expect.stringMatching(/\/0\.png$/u) },
    { frame: '500', time: 0.5, kind: 'keyframe', sameAs: '0' },
    { frame: '1000', time: 1, kind: 'keyframe', sameAs: '0' },
    { frame: '1500', time: 1.5, kind: 'keyframe', file: expect.stringMatching(/\/1500\.png$/u) },
  ]);
});

test('the same video gives the same bytes', async () => {
  const file = await draw('clip.mp4', { frames: 20 });

  const [first, second] = [await firstPicture(file), await firstPicture(file)];

  expect(first.equals(second)).toBe(true);
});

const firstPicture = async (file: string) =>
  readFile((await extract(file)).captures[0]?.file ?? '');

const firstSize = async (file: string) => {
  const png = await firstPicture(file);
  return [png.readUInt32BE(16), png.readUInt32BE(20)];
};
