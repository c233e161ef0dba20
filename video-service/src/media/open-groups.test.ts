import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { stretchSpans } from './choosing/spans.ts';
import { readAllInOne } from './ffmpeg/all-in-one.ts';
import { selectEvery } from './ffmpeg/sampling.ts';
import { takeFrames } from './ffmpeg/take-frames.ts';
import { extractCaptures } from './making/extract-captures.ts';
import { renderPreviews } from './making/render-previews.ts';
import { readMediaLimits } from './media-limits.ts';
import { fileSource } from './testing/file-source.ts';
import {
  drawNumberedClip,
  readFrameNumbers,
  scramble,
  unscramble,
} from './testing/numbered-clip.ts';
import { runEncoder } from './testing/run-encoder.ts';
import { withVideo } from './with-video.ts';

const RATE = 10;
const SECONDS = 80;
const KEY_EVERY = 20;

// Long enough to be searched, and with little room for the order of frames, so that a gap makes it ambiguous.
const OPEN_GROUPS = [
  ...['-pix_fmt', 'yuv420p', '-c:v', 'libx264', '-preset', 'veryfast', '-qp', '16'],
  ...['-x264-params', `open-gop=1:bframes=3:b-pyramid=2:keyint=${KEY_EVERY}:scenecut=0`],
];

let directory: string;
let drawn: string;

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'open-groups-'));
  drawn = await drawNumberedClip(path.join(directory, 'drawn.mp4'), {
    frames: SECONDS * RATE,
    rate: RATE,
    width: 160,
    height: 96,
    show: scramble,
    filters: 'noise=alls=60:allf=t',
    coding: OPEN_GROUPS,
  });
}, 120_000);
afterAll(() => rm(directory, { recursive: true, force: true }));

describe.each(['mp4', 'mkv', 'ts', 'flv'])(
  'of H.264 whose groups of pictures are open, in a .%s,',
  (extension) => {
    test('every picture is that of its time, and none is missing', async () => {
      const file = path.join(directory, `clip.${extension}`);
      await runEncoder(['-i', drawn, '-c', 'copy', file]);
      const options = { directory, limits: readMediaLimits({}) };

      const { captures } = await extractCaptures(await fileSource(file), options);
      const { gif, storyboard } = await renderPreviews(await fileSource(file), options);

      expect((await stat(file)).size).toBeGreaterThan(4 * 1024 * 1024);
      expect(captures).toHaveLength(20);
      for (const { time, file: png = '' } of captures)
        expect((await readFrameNumbers(png)).map(unscramble)).toEqual([Math.round(time * RATE)]);
      expect(storyboard?.tiles.length).toBeGreaterThanOrEqual(SECONDS / 2);
      const shown = (await readFrameNumbers(gif)).map(unscramble);
      const stretches = shown.map((frame) => Math.floor(frame / ((SECONDS / 10) * RATE)));
      expect(stretches.toSorted()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    }, 240_000);
  },
);

// They are read in one pass.
test.each(['mkv', 'ts', 'flv'])(
  'a short .%s whose groups of pictures are open has each capture at its time',
  async (extension) => {
    const file = path.join(directory, `short.${extension}`);
    await runEncoder(['-i', drawn, '-t', '29', '-c', 'copy', file]);

    const { captures } = await extractCaptures(await fileSource(file), {
      directory,
      limits: readMediaLimits({}),
    });

    const shown: [number, number | undefined][] = [];
    for (const { time, file: png = '' } of captures)
      shown.push([time, (await readFrameNumbers(png)).map(unscramble)[0]]);
    expect(shown).toEqual(
      Array.from({ length: 15 }, (_, key) => [(key * KEY_EVERY) / RATE, key * KEY_EVERY]),
    );
  },
  120_000,
);

test('a file of all frames has those of every stretch, although each is decoded by itself', async () => {
  const stretches = [10, 30, 60].map((start) => ({ start, end: start + 2 }));
  const numbers = {
    allInOne: { file: 'all.numbers', bytesEach: 16 },
    filters: ['scale=4:4:flags=area', 'format=gray'],
    coding: ['-c:v', 'rawvideo'],
  };

  const taken = await withVideo(await fileSource(drawn), readMediaLimits({}), (video) =>
    takeFrames(
      video,
      {
        decode: 'all',
        spans: {
          times: stretches.map(({ start }) => start),
          side: 'before',
          spansOf: (keys) => stretchSpans(keys, stretches),
        },
      },
      {
        ...{ stage: 'captures', directory, width: 160 },
        ...{ select: selectEvery(0.5, stretches), files: [numbers] },
      },
    ),
  );

  const cells = readAllInOne(taken, numbers.allInOne);
  expect(taken.frames).toHaveLength(12);
  const shown = cells.map(({ bytes }) =>
    bytes.reduce((number, gray, bit) => number + (gray > 155 ? 2 ** bit : 0), 0),
  );
  expect(shown.map(unscramble)).toEqual(
    taken.frames.map(({ millisecond }) => (millisecond / 1000) * RATE),
  );
  expect(cells.every(({ bytes }) => bytes.length === 16)).toBe(true);
});
