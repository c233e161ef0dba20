import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { InvalidInput } from '@video-service/shared/errors';
import { type MediaLimits, readMediaLimits } from '../media-limits.ts';
import { renderPreviews } from './render-previews.ts';
import { Shortage } from '../ffmpeg/shortage.ts';
import { fileSource } from '../testing/file-source.ts';
import { runEncoder } from '../testing/run-encoder.ts';
import {
  drawNumberedClip,
  H264,
  type NumberedClip,
  readFrameNumbers,
  scramble,
  unscramble,
} from '../testing/numbered-clip.ts';

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'gif-test-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const draw = (clip: NumberedClip, name = 'clip.mp4') =>
  drawNumberedClip(path.join(directory, name), clip);

const render = async (file: string, chosen: Partial<MediaLimits> = {}) => {
  const limits = { ...readMediaLimits({}), ...chosen };
  return renderPreviews(await fileSource(file), { directory, limits });
};

const inOrder = (numbers: number[]) => numbers.toSorted((one, other) => one - other);
const framesOf = async (clip: NumberedClip) =>
  inOrder(await readFrameNumbers((await render(await draw(clip))).gif));

const keyFrameEvery = (frames: number) => [...H264, '-g', `${frames}`];
const EVERY_TENTH = [0, 30, 60, 90, 120, 150, 180, 210, 240, 270];

test('ten frames are spread evenly over the video', async () => {
  const numbers = await framesOf({ frames: 300, coding: keyFrameEvery(10), show: scramble });

  const shown = inOrder(numbers.map(unscramble));
  // The poster can be another frame of its stretch.
  expect(shown.map((number) => Math.floor(number / 30) * 30)).toEqual(EVERY_TENTH);
  expect(shown.filter((number) => EVERY_TENTH.includes(number)).length).toBeGreaterThanOrEqual(9);
});

test('between few key frames, other frames are shown too', async () => {
  const numbers = await framesOf({ frames: 300, coding: keyFrameEvery(300), show: scramble });
  const shown = inOrder(numbers.map(unscramble));

  // The nearest reference frame is as good, and saves the last step.
  expect(shown.map((number) => Math.floor(number / 30) * 30)).toEqual(EVERY_TENTH.slice(0, -1));
});

test.each([6, 20])(
  'the preview of %d s that begin in black begins with the scene',
  async (seconds) => {
    const file = path.join(directory, 'black.mp4');
    const scene = `testsrc2=size=320x180:rate=10:duration=${seconds},fade=in:start_time=2:duration=0.5`;
    await runEncoder(['-f', 'lavfi', '-i', scene, ...H264, '-g', '10', file]);

    const { video = '' } = await render(file);

    const first = ['-i', video, '-frames:v', '1', '-vf', 'scale=32:18', '-pix_fmt', 'gray'];
    const grays = await runEncoder([...first, '-f', 'rawvideo', '-']);
    expect(Math.max(...grays)).toBeGreaterThan(150);
  },
);

test('a short clip has as many frames as it can give', async () => {
  expect(await framesOf({ frames: 1 })).toEqual([0]);
  expect((await framesOf({ frames: 40, coding: keyFrameEvery(40) })).length).toBeGreaterThan(7);
});

test('a preview loops from its poster', async () => {
  const clip = { frames: 300, coding: keyFrameEvery(10), show: scramble };
  const { gif, poster = '' } = await render(await draw(clip));

  const shown = (await readFrameNumbers(gif)).map(unscramble);
  const sorted = inOrder(shown);
  const [first = 0] = (await readFrameNumbers(poster)).map(unscramble);
  const at = sorted.indexOf(first);
  // The first frame of the clip has no bright square, and others are better.
  expect(at).toBeGreaterThan(0);
  expect(shown).toEqual([...sorted.slice(at), ...sorted.slice(0, at)]);
});

test('a clip that begins in black is not shown in black', async () => {
  const filters = "drawbox=color=black:t=fill:enable='lt(n,8)'";

  const [first] = await framesOf({ frames: 300, coding: keyFrameEvery(5), filters });

  // The second picture that is examined.
  expect(first).toBe(15);
});

test('a clip that is black throughout is still shown', async () => {
  const filters = 'drawbox=color=black:t=fill';

  expect(await framesOf({ frames: 90, filters })).toContain(0);
});

test('a preview is at most 320 pixels wide, keeps its aspect ratio, and is never enlarged', async () => {
  expect(await sizeOf({ frames: 2, width: 640, height: 480 })).toEqual([320, 240]);
  expect(await sizeOf({ frames: 2, width: 64, height: 48 })).toEqual([64, 48]);
  expect(await sizeOf({ frames: 2, width: 160, height: 90, filters: 'setsar=2/1' })).toEqual([
    320, 90,
  ]);
});

test('the same video gives the same bytes', async () => {
  const file = await draw({ frames: 60 });

  const first = await readFile((await render(file)).gif);
  const second = await readFile((await render(file)).gif);

  expect(first.equals(second)).toBe(true);
});

test('only the first seconds are shown', async () => {
  const file = await draw({ frames: 300, coding: keyFrameEvery(3) });

  const { gif } = await render(file, { maxDurationSeconds: 2 });

  expect(Math.max(...(await readFrameNumbers(gif)))).toBeLessThan(60);
});

test('a video that takes too long is rejected with its error code', async () => {
  const file = await draw({ frames: 2 });

  const refusal = render(file, { timeoutSeconds: 0 });

  await expect(refusal).rejects.toThrow(InvalidInput);
  await expect(refusal).rejects.toMatchObject({ details: { code: 'TOO_SLOW' } });
});

test('a clock change never makes a video too slow', async () => {
  const file = await draw({ frames: 2 });
  let time = Date.now();
  const clock = jest.spyOn(Date, 'now').mockImplementation(() => (time += 3_600_000));

  try {
    const { gif } = await render(file);
    expect(await readFrameNumbers(gif)).toEqual([0, 0]);
  } finally {
    clock.mockRestore();
  }
});

test('a machine without FFmpeg is not the video’s error', async () => {
  const file = await draw({ frames: 2 });

  await withFfmpeg(path.join(directory, 'missing'), async () => {
    await expect(render(file)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

test('a full machine is not the video’s error', async () => {
  const file = await draw({ frames: 2 });
  const full = path.join(directory, 'full');
  await writeFile(full, '#!/bin/sh\necho "0.png: No space left on device" >&2\nexit 1\n');
  await chmod(full, 0o755);

  await withFfmpeg(full, async () => {
    await expect(render(file)).rejects.toThrow(Shortage);
  });
});

const withFfmpeg = async (program: string, work: () => Promise<void>) => {
  const found = process.env['FFMPEG_PATH'] ?? '';
  process.env['FFMPEG_PATH'] = program;
  try {
    await work();
  } finally {
    process.env['FFMPEG_PATH'] = found;
  }
};

const sizeOf = async (clip: NumberedClip) => {
  const gif = await readFile((await render(await draw(clip))).gif);
  return [gif.readUInt16LE(6), gif.readUInt16LE(8)];
};
