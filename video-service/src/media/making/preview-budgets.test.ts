import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { readMediaLimits } from '../media-limits.ts';
import { fileSource } from '../testing/file-source.ts';
import { drawNumberedClip, type NumberedClip } from '../testing/numbered-clip.ts';
import { runEncoder } from '../testing/run-encoder.ts';
import { renderPreviews } from './render-previews.ts';

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'budgets-test-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const render = async (file: string) =>
  renderPreviews(await fileSource(file), { directory, limits: readMediaLimits({}) });
const draw = (clip: NumberedClip) => drawNumberedClip(path.join(directory, 'clip.mp4'), clip);
const sizeOf = async (file = '') => (await stat(file)).size;

test('noise, which does not compress, stays within every budget', async () => {
  const file = path.join(directory, 'noise.mp4');
  const noise = 'nullsrc=size=720x1280:rate=10:duration=9,geq=random(1)*255:128:128';
  const coding = ['-c:v', 'libx264', '-preset', 'ultrafast', '-crf', '10', '-g', '5'];
  await runEncoder(['-f', 'lavfi', '-i', noise, ...coding, '-pix_fmt', 'yuv420p', file]);

  const { gif, poster, video, storyboard } = await render(file);

  expect(await sizeOf(gif)).toBeLessThanOrEqual(2_000_000);
  expect(await sizeOf(poster)).toBeLessThanOrEqual(1_000_000);
  expect(await sizeOf(video)).toBeLessThanOrEqual(5_000_000);
  expect(await sizeOf(storyboard?.file)).toBeLessThanOrEqual(1_000_000);
}, 180_000);

test('the video is silent H.264 in 4:2:0 that plays before it is complete', async () => {
  const { video = '' } = await render(await draw({ frames: 60, width: 1920, height: 1080 }));
  const bytes = await readFile(video);

  expect(await streamsOf(video)).toBe('h264,640,360,yuv420p,12/1');
  expect(bytes.indexOf('moov')).toBeLessThan(bytes.indexOf('mdat'));
});

test('the video shows eight seconds spread over a longer one', async () => {
  const { video = '' } = await render(await draw({ frames: 900, width: 64, height: 64 }));

  expect(await secondsOf(video)).toBeCloseTo(8, 0);
});

describe('there are previews of a video', () => {
  test.each([
    ['of one frame', { frames: 1 }],
    ['of two frames', { frames: 2 }],
    ['of a third of a second', { frames: 9 }],
    ['that is upright', { frames: 30, width: 180, height: 320 }],
    ['that is black', { frames: 60, filters: 'drawbox=color=black:t=fill' }],
    ['that is a strip', { frames: 5, width: 2000, height: 4, coding: ['-pix_fmt', 'yuv420p'] }],
  ])('%s', async (_, clip: NumberedClip) => {
    const { gif, poster, video, storyboard } = await render(await draw(clip));

    for (const file of [gif, poster, video, storyboard?.file])
      expect(await sizeOf(file)).toBeGreaterThan(0);
  });
});

test('the same video gives the same bytes', async () => {
  const file = await draw({ frames: 60 });
  const bytes = async () => {
    const { gif, poster = '', video = '', storyboard } = await render(file);
    const files = [gif, poster, video, storyboard?.file ?? ''];
    return Promise.all(files.map(async (each) => (await readFile(each)).toString('base64')));
  };

  expect(await bytes()).toEqual(await bytes());
});

// Its streams as ffprobe reports them, or only its length.
const ask = async (file: string, entries: string) => {
  const args = ['-v', 'error', '-show_entries', entries, '-of', 'csv=p=0', file];
  const { stdout } = await promisify(execFile)(process.env['FFPROBE_PATH'] ?? '', args);
  return stdout.trim();
};
const streamsOf = (file: string) =>
  ask(file, 'stream=codec_name,width,height,pix_fmt,r_frame_rate');
const secondsOf = async (file: string) => Number(await ask(file, 'format=duration'));
