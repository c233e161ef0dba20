import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { extractCaptures } from './making/extract-captures.ts';
import type { Tile } from './making/plan-storyboard.ts';
import { renderPreviews } from './making/render-previews.ts';
import { readMediaLimits } from './media-limits.ts';
import { fileSource } from './testing/file-source.ts';
import { type Edit, withEdits } from './testing/mp4-boxes.ts';
import {
  drawNumberedClip,
  H264,
  readFrameNumbers,
  scramble,
  unscramble,
} from './testing/numbered-clip.ts';
import { frameAt, lengthOf } from './testing/player.ts';
import { runEncoder } from './testing/run-encoder.ts';

const RATE = 30;
const FRAMES = 150;

let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'edits-'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

const inDirectory = (name: string) => path.join(directory, name);
const options = () => ({ directory, limits: readMediaLimits({}) });
const numbersIn = async (picture: string) => (await readFrameNumbers(picture)).map(unscramble);

/** Everything published of a movie: which frame is shown from when on, the frames of all previews, and the length. */
const published = async (file: string) => {
  const { captures, facts } = await extractCaptures(await fileSource(file), options());
  const previews = await renderPreviews(await fileSource(file), options());
  const { gif, storyboard, poster = '', video = '' } = previews;
  const shown: { time: number; frame: number | undefined }[] = [];
  for (const { time, file: png } of captures)
    if (png !== undefined) shown.push({ time, frame: (await numbersIn(png))[0] });
  for (const tile of storyboard?.tiles ?? [])
    shown.push({ time: tile.start, frame: await frameOf(storyboard?.file ?? '', tile) });
  const pictures = (await Promise.all([gif, poster, video].map(numbersIn))).flat();
  return { shown, pictures, seconds: facts.durationSeconds };
};

const frameOf = async (sheet: string, { width, height, left, top }: Tile) => {
  const picture = inDirectory('tile.png');
  await runEncoder(['-i', sheet, '-vf', `crop=${width}:${height}:${left}:${top}`, picture]);
  return (await numbersIn(picture))[0];
};

const publishes = async (mp4: Buffer, edits: Edit[]) => {
  const file = inDirectory('edited.mp4');
  await writeFile(file, withEdits(mp4, edits));
  const { shown, pictures, seconds } = await published(file);
  expect(shown.length).toBeGreaterThan(1);
  expect(shown).toEqual(shown.map(({ time }) => ({ time, frame: frameAt(edits, time, RATE) })));
  const milliseconds = Array.from({ length: Math.ceil(lengthOf(edits) * 1000) }, (_, at) => at);
  const shownEver = new Set(milliseconds.map((at) => frameAt(edits, at / 1000, RATE)));
  expect(pictures.filter((frame) => !shownEver.has(frame))).toEqual([]);
  expect(seconds).toBeCloseTo(lengthOf(edits), 2);
};

const part = fc
  .record({
    from: fc.integer({ min: 0, max: FRAMES - 60 }),
    milliseconds: fc.integer({ min: 150, max: 1000 }),
    rate: fc.constantFrom(1, 1, 1, 0.5, 2, 0),
  })
  .map(({ from, milliseconds, rate }): Edit => ({
    mediaTime: from / RATE,
    duration: milliseconds / 1000,
    rate,
  }));
const pause = fc
  .integer({ min: 40, max: 900 })
  .map((milliseconds): Edit => ({ mediaTime: 'empty', duration: milliseconds / 1000 }));
const edits = fc
  .array(fc.oneof({ weight: 4, arbitrary: part }, { weight: 1, arbitrary: pause }), {
    minLength: 1,
    maxLength: 6,
  })
  .map((list): Edit[] => [{ mediaTime: 2 / RATE, duration: 0.7 }, ...list]);

const open = (encoder: string, parameters: string) => [
  ...['-pix_fmt', 'yuv420p', '-c:v', encoder, '-preset', 'ultrafast', '-qp', '16'],
  `-${encoder.slice(3)}-params`,
  `open-gop=1:bframes=3:keyint=15:${parameters}`,
];

const CODINGS: [name: string, coding: string[]][] = [
  ['H.264 with B-frames', H264],
  ['H.264 with one key frame', [...H264, '-g', '999']],
  ['H.264 with open groups of pictures', open('libx264', 'scenecut=0:b-pyramid=2')],
  ['HEVC with open groups of pictures', open('libx265', 'scenecut=0:b-pyramid=1:log-level=none')],
  [
    'MPEG-2 with open groups of pictures',
    ['-c:v', 'mpeg2video', '-q:v', '3', '-g', '15', '-bf', '2'],
  ],
  ['MPEG-4 with B-frames', ['-c:v', 'mpeg4', '-q:v', '3', '-g', '15', '-bf', '2']],
];

describe.each(CODINGS)('random edits of %s', (_, coding) => {
  // A new one in every run, and one that once found a bug.
  test.each([Date.now() % 2 ** 31, 5])(
    'publish exactly what a player shows (seed %i)',
    async (seed) => {
      const film = await drawNumberedClip(inDirectory('film.mp4'), {
        frames: FRAMES,
        show: scramble,
        coding,
      });
      const mp4 = await readFile(film);

      await fc.assert(
        fc.asyncProperty(edits, (list) => publishes(mp4, list)),
        // Shrinking to a smaller failing movie would take minutes.
        { numRuns: 3, seed, endOnFailure: true },
      );
    },
    240_000,
  );
});

describe('an edit', () => {
  const draw = async () =>
    readFile(await drawNumberedClip(inDirectory('film.mp4'), { frames: FRAMES, show: scramble }));

  test.each<[string, Edit[]]>([
    [
      'that begins between key frames',
      [
        { mediaTime: 0, duration: 0.5 },
        { mediaTime: 67 / RATE, duration: 1.2 },
      ],
    ],
    [
      'that repeats another',
      [
        { mediaTime: 1, duration: 0.8 },
        { mediaTime: 1, duration: 0.8 },
      ],
    ],
    [
      'that goes on where another ended',
      [
        { mediaTime: 0.3, duration: 0.5 },
        { mediaTime: 0.8, duration: 0.5 },
      ],
    ],
    [
      'that stands still',
      [
        { mediaTime: 0.3, duration: 0.5 },
        { mediaTime: 0.8, duration: 2, rate: 0 },
      ],
    ],
    [
      'in slow motion after a pause',
      [
        { mediaTime: 0, duration: 0.5 },
        { mediaTime: 'empty', duration: 0.7 },
        { mediaTime: 21 / RATE, duration: 2, rate: 0.25 },
      ],
    ],
  ])('%s shows what a player shows', async (_, list) => {
    await publishes(await draw(), list);
  });

  test('that claims more than there is ends with the movie', async () => {
    const file = inDirectory('claiming.mp4');
    const claims: Edit[] = [
      { mediaTime: 0, duration: 1 },
      { mediaTime: 2, duration: 36_000 },
    ];
    await writeFile(file, withEdits(await draw(), claims));

    expect((await published(file)).seconds).toBeCloseTo(1 + FRAMES / RATE - 2, 2);
  });

  test('over the whole movie that claims ten hours keeps its length', async () => {
    const file = inDirectory('claiming.mp4');
    await writeFile(file, withEdits(await draw(), [{ mediaTime: 0, duration: 36_000 }]));

    expect((await published(file)).seconds).toBeCloseTo(FRAMES / RATE, 2);
  });
});
