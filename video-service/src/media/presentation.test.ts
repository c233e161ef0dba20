import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { captureSize } from '@video-service/shared/capture-format';
import fc from 'fast-check';
import { extractCaptures } from './making/extract-captures.ts';
import { readMediaLimits } from './media-limits.ts';
import { fileSource } from './testing/file-source.ts';
import { editMovie, orderTracks, tracksOf } from './testing/movie-tree.ts';
import {
  type Edit,
  MATRICES,
  setEdits,
  setEnabled,
  setMatrix,
  withEdits,
} from './testing/mp4-boxes.ts';
import { frameAt } from './testing/player.ts';
import {
  drawNumberedClip,
  H264,
  readFrameNumbers,
  scramble,
  turnedNumber,
} from './testing/numbered-clip.ts';
import { runEncoder } from './testing/run-encoder.ts';

let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'presentation-'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

const inDirectory = (name: string) => path.join(directory, name);

const extract = async (file: string) =>
  extractCaptures(await fileSource(file), { directory, limits: readMediaLimits({}) });

/** The content, time, width and height of each capture; a repetition has no picture. */
const shownBy = async (file: string) => {
  const { captures } = await extract(file);
  const pictures = captures.flatMap(({ time, file }) => (file === undefined ? [] : { time, file }));
  return Promise.all(
    pictures.map(async ({ time, file }) => {
      const [number] = await readFrameNumbers(file);
      const { width, height } = captureSize(await readFile(file));
      return { time, number, size: [width, height] };
    }),
  );
};

describe('a picture rotated in mid-recording is shown correctly at each time', () => {
  const RATE = 30;
  const drawTurned = async () => {
    const annexB = [...H264, '-bf', '0', '-f', 'mpegts'];
    const [lying, upright] = [inDirectory('lying.ts'), inDirectory('upright.ts')];
    await drawNumberedClip(lying, { frames: 30, coding: annexB });
    const later = [...annexB, '-output_ts_offset', '1'];
    const size = { width: 180, height: 320 };
    await drawNumberedClip(upright, { frames: 30, show: (n) => n + 30, ...size, coding: later });
    const whole = inDirectory('turned.ts');
    await writeFile(whole, Buffer.concat([await readFile(lying), await readFile(upright)]));
    return whole;
  };

  test.each(['ts', 'mkv', 'mp4', 'flv'])('in a .%s', async (extension) => {
    const turned = await drawTurned();
    const file = inDirectory(`copy.${extension}`);
    await runEncoder(['-i', turned, '-c', 'copy', file]);

    const shown = await shownBy(file);

    expect(shown.map(({ number }) => number)).toEqual([0, 15, 30, 45]);
    expect(shown.map(({ size }) => size)).toEqual([
      ...Array.from({ length: 2 }, () => [320, 180]),
      ...Array.from({ length: 2 }, () => [180, 320]),
    ]);
    for (const { time, number = 0 } of shown) expect(time).toBeCloseTo(number / RATE, 1);
  });
});

const open = (encoder: string, parameters: string) => [
  ...['-pix_fmt', 'yuv420p', '-c:v', encoder, '-preset', 'ultrafast', '-qp', '16'],
  `-${encoder.slice(3)}-params`,
  `open-gop=1:bframes=3:keyint=15:${parameters}`,
];

// The last two have open groups of pictures.
const CODINGS = [
  H264,
  [...H264, '-bf', '0', '-g', '999'],
  open('libx264', 'scenecut=0:b-pyramid=2'),
  open('libx265', 'scenecut=0:b-pyramid=1:log-level=none'),
];

// A new one in every run, and some that once found a bug.
const SEEDS = [Date.now() % 2 ** 31, 1, 20_261_129];

const STILL = 4095;
const films = [0, 128, STILL];
const [RATE, FRAMES] = [30, 90];

/** Whether edits show one frame all the time. */
const isFrozen = (edits: Edit[]) =>
  edits.filter(({ mediaTime }) => mediaTime !== 'empty').length === 1 && edits.at(-1)?.rate === 0;

const drawTracks = async (coding: string[]) => {
  const inputs = await Promise.all(
    films.map((first) =>
      drawNumberedClip(inDirectory(`${first}.mp4`), {
        frames: first === STILL ? 1 : FRAMES,
        show: (frame) => scramble(frame + first),
        coding,
      }),
    ),
  );
  const muxed = inDirectory('tracks.mp4');
  const maps = inputs.flatMap((_, input) => ['-map', `${input}:v`]);
  await runEncoder([...inputs.flatMap((file) => ['-i', file]), ...maps, '-c', 'copy', muxed]);
  return readFile(muxed);
};

test.each(SEEDS)(
  'random codings, tracks, flags, matrices and edits (seed %i) publish exactly what a player shows',
  async (seed) => {
    const drawn: Buffer[] = [];
    for (const coding of CODINGS) drawn.push(await drawTracks(coding));

    const part = fc
      .record({
        from: fc.integer({ min: 0, max: FRAMES - 40 }),
        milliseconds: fc.integer({ min: 520, max: 660 }),
        rate: fc.constantFrom(1, 1, 0.5, 2, 0),
      })
      .map(({ from, milliseconds, rate }): Edit => ({
        mediaTime: from / RATE,
        duration: milliseconds / 1000,
        rate,
      }));
    const pause = fc.constant<Edit>({ mediaTime: 'empty', duration: 0.5 });
    const anything = fc.oneof({ weight: 4, arbitrary: part }, { weight: 1, arbitrary: pause });
    const edits = fc
      .tuple(fc.array(anything, { maxLength: 3 }), part)
      .map(([others, last]): Edit[] => [...others, last]);
    const track = fc.record({
      isEnabled: fc.boolean(),
      matrix: fc.constantFrom(...MATRICES),
      edits,
    });
    const tracks = fc.record({
      coding: fc.nat(CODINGS.length - 1),
      order: fc.shuffledSubarray([0, 1, 2], { minLength: 3 }),
      settings: fc.tuple(track, track, track),
    });

    await fc.assert(
      fc.asyncProperty(tracks, async ({ coding, order, settings }) => {
        const mp4 = drawn[coding] ?? Buffer.alloc(0);
        const file = inDirectory('edited.mp4');
        const edited = editMovie(mp4, (moov) => {
          const found = tracksOf(moov);
          for (const [at, { isEnabled, matrix, edits: list }] of settings.entries()) {
            const each = found[at];
            if (!each) throw new Error('A track is missing');
            setEnabled(each, isEnabled);
            setMatrix(each, matrix);
            if (films[at] !== STILL) setEdits(moov, each, list);
          }
          orderTracks(moov, order);
        });
        await writeFile(file, edited);

        const shown = await shownBy(file);

        const moves = (at: number) => films[at] !== STILL && !isFrozen(settings[at]?.edits ?? []);
        const enabled = order.filter((at) => settings[at]?.isEnabled);
        const candidates = enabled.length > 0 ? enabled : order;
        const chosen = candidates.find(moves) ?? candidates[0] ?? 0;
        const { matrix, edits: list } = settings[chosen] ?? settings[0];
        expect(shown.length).toBeGreaterThan(0);
        for (const { time, number } of shown) {
          const frame = films[chosen] === STILL ? 0 : (frameAt(list, time, RATE) ?? Number.NaN);
          expect(number).toBe(turnedNumber(scramble(frame + (films[chosen] ?? 0)), matrix));
        }
      }),
      // Shrinking to a smaller failing movie would take minutes.
      { numRuns: 10, seed, endOnFailure: true },
    );
  },
  240_000,
);

test('a frame that ends before its millisecond begins is not shown', async () => {
  const coding = [...H264, '-g', '1'];
  const film = await drawNumberedClip(inDirectory('film.mp4'), {
    frames: 90,
    coding,
    show: scramble,
  });
  // The second edit is rounded up, so that a third of a millisecond belongs to another frame.
  const list: Edit[] = [
    { mediaTime: 0, duration: 13 / 30 },
    { mediaTime: 30 / 30, duration: 17 / 30 },
    { mediaTime: 60 / 30, duration: 13 / 30 },
  ];
  const file = inDirectory('edited.mp4');
  await writeFile(file, withEdits(await readFile(film), list));

  const shown = await shownBy(file);

  expect(shown.map(({ time, number }) => [time, number])).toEqual([
    [0, scramble(0)],
    [0.5, scramble(32)],
    [1, scramble(60)],
  ]);
});

test('the edits of a track that is not shown change nothing about the one that is', async () => {
  const RATE = 30;
  const [shown, other] = [inDirectory('shown.mp4'), inDirectory('other.mp4')];
  // Key frames at odd microseconds.
  await drawNumberedClip(shown, { frames: 60, show: scramble, coding: [...H264, '-g', '7'] });
  await drawNumberedClip(other, { frames: 60, show: (frame) => frame + 200 });
  const both = inDirectory('both.mp4');
  const maps = ['-i', shown, '-i', other, '-map', '0:v', '-map', '1:v'];
  await runEncoder([...maps, '-c', 'copy', both]);
  const edited = editMovie(await readFile(both), (moov) => {
    const second = tracksOf(moov)[1];
    if (!second) throw new Error('A track is missing');
    setEdits(moov, second, [
      { mediaTime: 1, duration: 0.4 },
      { mediaTime: 2 / RATE, duration: 0.4 },
    ]);
  });
  await writeFile(both, edited);

  expect((await extract(both)).facts.durationSeconds).toBeCloseTo(2, 1);
  expect((await shownBy(both)).map(({ time, number }) => [time, number])).toEqual(
    [0, 21, 42].map((frame) => [Math.ceil((frame / RATE) * 1000) / 1000, scramble(frame)]),
  );
});

test('the length of a movie is that of its edits', async () => {
  const film = await drawNumberedClip(inDirectory('film.mp4'), { frames: 60 });
  const list: Edit[] = [
    { mediaTime: 'empty', duration: 0.5 },
    { mediaTime: 1, duration: 0.5 },
    { mediaTime: 0, duration: 0.7 },
  ];
  const file = inDirectory('edited.mp4');
  await writeFile(file, withEdits(await readFile(film), list));

  expect((await extract(file)).facts.durationSeconds).toBeCloseTo(1.7, 1);
});
