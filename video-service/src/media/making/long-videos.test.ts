import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readMediaLimits } from '../media-limits.ts';
import { countedSource } from '../testing/counted-source.ts';
import { fileSource } from '../testing/file-source.ts';
import { drawNumberedClip, H264, readFrameNumbers } from '../testing/numbered-clip.ts';
import { runEncoder } from '../testing/run-encoder.ts';
import { extractCaptures } from './extract-captures.ts';
import { renderPreviews } from './render-previews.ts';

const SECONDS = 600;
const RATE = 10;
const KEY_EVERY = 15;

let directory: string;
let drawn: string;

// Numbers whose squares all change, like the picture of a moving camera.
const show = (frame: number) => (frame % 2 === 0 ? 0x5a5a : 0xa5a5) ^ frame;

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'long-test-'));
  drawn = await drawNumberedClip(path.join(directory, 'drawn.mp4'), {
    frames: SECONDS * RATE,
    rate: RATE,
    width: 160,
    height: 96,
    show,
    filters: 'noise=alls=60:allf=t',
    coding: [...H264, '-qp', '18'],
  });
}, 120_000);
afterAll(() => rm(directory, { recursive: true, force: true }));

const COPY = ['-c', 'copy'];

// Every fifth frame, so that the key frames stay the same and it takes less time.
const FIFTH = ["select='not(mod(n,5))'", 'scale=320:192', 'noise=alls=60:allf=t'].join();
const VP9 = ['-c:v', 'libvpx-vp9', '-deadline', 'realtime', '-cpu-used', '8', '-g', '3'];
const LARGE = ['-b:v', '4M', '-qmin', '3', '-qmax', '5'];

const MPEG4 = ['-c:v', 'mpeg4', '-q:v', '2', '-g', `${KEY_EVERY}`, '-sc_threshold', '1000000000'];

const CONTAINERS: [title: string, name: string, coding: string[]][] = [
  ['MP4', 'clip.mp4', COPY],
  [
    'MP4 in fragments',
    'fragments.mp4',
    [...COPY, '-movflags', 'frag_keyframe+delay_moov+default_base_moof'],
  ],
  ['Matroska with cues', 'clip.mkv', COPY],
  ['Matroska without cues and length', 'live.mkv', [...COPY, '-live', '1']],
  ['WebM', 'clip.webm', ['-vf', FIFTH, '-vsync', '0', ...VP9, ...LARGE]],
  ['a transport stream', 'clip.ts', COPY],
  ['a transport stream of a camera', 'clip.m2ts', COPY],
  ['FLV', 'clip.flv', COPY],
  ['AVI', 'clip.avi', MPEG4],
];

describe.each(CONTAINERS)('ten minutes in %s', (_, name, coding) => {
  let file: string;
  let size: number;

  beforeAll(async () => {
    file = path.join(directory, name);
    await runEncoder(['-i', drawn, ...coding, file]);
    ({ size } = await stat(file));
  }, 120_000);

  test('captures are spread over the whole length, at exact times, and little is read for them', async () => {
    const { source, bytesRead } = countedSource(await fileSource(file));
    const limits = readMediaLimits({ VIDEO_MAX_DURATION: '0' });

    const { captures, facts } = await extractCaptures(source, { directory, limits });

    expect(facts.durationSeconds).toBeCloseTo(SECONDS, 0);
    const expected = Array.from(
      { length: 20 },
      (__, stretch) => Math.ceil((stretch * (SECONDS / 20) * RATE) / KEY_EVERY) * KEY_EVERY,
    );
    expect(captures.map(({ time }) => time)).toEqual(expected.map((frame) => frame / RATE));
    const shown = await Promise.all(captures.map(({ file: png = '' }) => readFrameNumbers(png)));
    expect(shown.flat()).toEqual(expected.map(show));
    expect(bytesRead() / size).toBeLessThan(0.35);
  });

  test('the same file gives the same bytes again', async () => {
    const limits = readMediaLimits({ VIDEO_MAX_DURATION: '0' });
    const made = async () => {
      const previews = await renderPreviews(await fileSource(file), { directory, limits });
      const { captures } = await extractCaptures(await fileSource(file), { directory, limits });
      const { gif, poster = '', video = '', storyboard } = previews;
      const pngs = captures.map(({ file: png = '' }) => png);
      return hashes([gif, poster, video, storyboard?.file ?? '', ...pngs]);
    };

    expect(await made()).toEqual(await made());
  });

  test('previews show the whole length', async () => {
    const { source, bytesRead } = countedSource(await fileSource(file));
    const limits = readMediaLimits({ VIDEO_MAX_DURATION: '0' });

    const previews = await renderPreviews(source, { directory, limits });
    const { gif, poster = '', video, storyboard } = previews;

    const shown = await readFrameNumbers(gif);
    const numbers = shown.map((number) => secondOf(number));
    expect(numbers).toHaveLength(10);
    expect(numbers.map((second) => Math.floor(second / (SECONDS / 10))).sort()).toEqual([
      0, 1, 2, 3, 4, 5, 6, 7, 8, 9,
    ]);
    expect(storyboard?.tiles.map(({ start }) => start)).toEqual(
      Array.from({ length: 40 }, (__, stretch) => (Math.ceil(stretch * 10) * 15) / 10),
    );
    expect(await readFrameNumbers(poster)).toEqual(shown.slice(0, 1));
    expect(video).toMatch(/preview\.mp4$/u);
    expect(bytesRead() / size).toBeLessThan(0.65);
  });
});

const hashes = (files: string[]) =>
  Promise.all(
    files.map(async (each) =>
      createHash('sha256')
        .update(await readFile(each))
        .digest('hex'),
    ),
  );

const secondOf = (number: number) => {
  const frame = number ^ 0x5a5a;
  return (frame < SECONDS * RATE ? frame : number ^ 0xa5a5) / RATE;
};
