import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { extractCaptures } from '../making/extract-captures.ts';
import { renderPreviews } from '../making/render-previews.ts';
import { readMediaLimits } from '../media-limits.ts';
import { fileSource } from '../testing/file-source.ts';
import {
  drawNumberedClip,
  readFrameNumbers,
  scramble,
  unscramble,
} from '../testing/numbered-clip.ts';
import { runEncoder } from '../testing/run-encoder.ts';
import { withVideo } from '../with-video.ts';

const SECONDS = 20;
const RATE = 10;
const KEY_EVERY = 12;
const KEYS = Array.from({ length: Math.ceil((SECONDS * RATE) / KEY_EVERY) }, (_, key) => key * 1.2);

const CODING = [
  ...['-c:v', 'libvpx-vp9', '-deadline', 'realtime', '-cpu-used', '8'],
  ...['-g', `${KEY_EVERY}`, '-b:v', '4M', '-qmin', '3', '-qmax', '5'],
];

let directory: string;
let webm: string;

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'webm-test-'));
  webm = await drawNumberedClip(path.join(directory, 'clip.webm'), {
    frames: SECONDS * RATE,
    rate: RATE,
    width: 480,
    height: 288,
    show: scramble,
    // So large that it is not read completely.
    filters: 'format=yuv420p,noise=alls=60:allf=t',
    coding: CODING,
  });
}, 120_000);
afterAll(() => rm(directory, { recursive: true, force: true }));

const keysIn = async (file: string) =>
  withVideo(await fileSource(file), readMediaLimits({}), async ({ index }) =>
    index?.keyTimes({ times: [], side: 'after' }, SECONDS),
  );

test('all key frames of a short VP9 are found, because FFmpeg would decode the others too', async () => {
  const keys = await keysIn(webm);

  expect(keys?.map((key) => Math.round(key * 10) / 10)).toEqual(
    KEYS.map((key) => Math.round(key * 10) / 10),
  );
});

test('a short VP9 whose clock was set after it began starts after the jump', async () => {
  const file = path.join(directory, 'jump.webm');
  const jump = "setpts='if(gte(N,6),PTS+7200/TB,PTS)'";
  await runEncoder(['-i', webm, '-vf', jump, '-vsync', 'passthrough', ...CODING, file]);

  const times = await withVideo(await fileSource(file), readMediaLimits({}), (video) =>
    Promise.resolve([video.startSeconds, video.windowSeconds]),
  );

  expect(times.map((time) => time.toFixed(1))).toEqual(['7200.6', '19.4']);
});

test('a short H.264 in Matroska is read by FFmpeg, which skips to its key frames', async () => {
  const mkv = path.join(directory, 'clip.mkv');
  const coding = ['-c:v', 'libx264', '-preset', 'ultrafast', '-qp', '10'];
  await runEncoder(['-i', webm, ...coding, mkv]);

  expect(await keysIn(mkv)).toBeUndefined();
});

test('captures of a short VP9 are its key frames', async () => {
  const { captures } = await extractCaptures(await fileSource(webm), {
    directory,
    limits: readMediaLimits({}),
  });

  const shown = await Promise.all(captures.map(({ file = '' }) => readFrameNumbers(file)));
  expect(shown.flat().map(unscramble)).toEqual(KEYS.map((_, key) => key * KEY_EVERY));
  expect(captures.map(({ time }) => time.toFixed(1))).toEqual(KEYS.map((key) => key.toFixed(1)));
});

test('the parts of a preview video of a short VP9 begin at its key frames', async () => {
  const { video = '' } = await renderPreviews(await fileSource(webm), {
    directory,
    limits: readMediaLimits({}),
  });

  const shown = (await readFrameNumbers(video)).map(unscramble);
  const seconds = Array.from({ length: 8 }, (_, second) => shown[second * 12] ?? NaN);
  expect(seconds.map((frame) => frame % KEY_EVERY)).toEqual(seconds.map(() => 0));
});
