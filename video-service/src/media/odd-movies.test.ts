import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { extractCaptures } from './making/extract-captures.ts';
import { renderPreviews } from './making/render-previews.ts';
import { readMediaLimits } from './media-limits.ts';
import { decodeAll } from './testing/decode-all.ts';
import { fileSource } from './testing/file-source.ts';
import {
  dropTable,
  joinMovies,
  numbers,
  positionsIn,
  putPositions,
  sizesIn,
} from './testing/movie-samples.ts';
import { putTable, tableOf } from './testing/movie-tables.ts';
import { bodyAt, editMovie, type Parent, putBox, tracksOf } from './testing/movie-tree.ts';
import {
  drawNumberedClip,
  H264,
  type NumberedClip,
  readFrameNumbers,
  scramble,
  unscramble,
} from './testing/numbered-clip.ts';
import { runEncoder } from './testing/run-encoder.ts';
import { withVideo } from './with-video.ts';

const FRAMES = 90;

let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'odd-movies-'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

const options = () => ({ directory, limits: readMediaLimits({}) });
const inDirectory = (name: string) => path.join(directory, name);

const MPEG2 = ['-c:v', 'mpeg2video', '-q:v', '3', '-g', '15', '-bf', '2'];
const MPEG4 = ['-c:v', 'mpeg4', '-q:v', '3', '-g', '15', '-bf', '2'];
const JPEG = ['-c:v', 'mjpeg', '-pix_fmt', 'yuvj420p', '-q:v', '3'];
const PRORES = ['-c:v', 'prores_ks', '-pix_fmt', 'yuv422p10le'];
const RAW = ['-c:v', 'rawvideo', '-pix_fmt', 'uyvy422'];

const draw = async (coding: string[], clip: Partial<NumberedClip> = {}) =>
  readFile(
    await drawNumberedClip(inDirectory('drawn.mov'), {
      ...{ frames: FRAMES, show: scramble, coding },
      ...clip,
    }),
  );

/** The milliseconds and frames of the captures, and whether the movie's own index was used. */
const shownIn = async (movie: Buffer) => {
  const file = inDirectory('odd.mov');
  await writeFile(file, movie);
  const hasIndex = await withVideo(
    await fileSource(file),
    options().limits,
    async ({ index }) => index !== undefined,
  );
  const { captures } = await extractCaptures(await fileSource(file), options());
  const shown: [number, number][] = [];
  for (const { time, file: png = '' } of captures) {
    const [number = 0] = await readFrameNumbers(png);
    shown.push([Math.round(time * 1000), unscramble(number)]);
  }
  const decoded = async () => {
    const whole = await decodeAll(file);
    return shown.map(([time]) => [time, unscramble(whole.get(time) ?? 0)]);
  };
  return { hasIndex, shown, decoded };
};

const EVERY_HALF_SECOND = [0, 500, 1000, 1500, 2000, 2500].map((time) => [time, time * 0.03]);
// The first of fifteen frames that are shown after it; FFmpeg ends the first group early.
const KEYS_OF_MPEG = [0, 600, 1100, 1600, 2100, 2600].map((time) => [time, time * 0.03]);

const smallSizes = (moov: Parent) => {
  const sizes = sizesIn(moov);
  const body = Buffer.alloc(12 + sizes.length * 2);
  body[7] = 16;
  body.writeUInt32BE(sizes.length, 8);
  sizes.forEach((size, at) => body.writeUInt16BE(size, 12 + at * 2));
  dropTable(moov, 'stsz');
  putTable(moov, 'stz2', body);
};

const wideChunks = (moov: Parent) => {
  const positions = positionsIn(moov);
  putPositions(moov, positions);
  dropTable(moov, 'stco');
  const wide = positions.flatMap((position) => [0, position]);
  putTable(moov, 'co64', numbers(positions.length, ...wide));
};

const oneChunk = (moov: Parent) => {
  const [first = 0] = positionsIn(moov);
  putTable(moov, 'stco', numbers(1, first));
  putTable(moov, 'stsc', numbers(1, 1, FRAMES, 1));
};

const describedTwice = (moov: Parent) => {
  const described = tableOf(moov, 'stsd');
  const both = Buffer.concat([described, described.subarray(8)]);
  both.writeUInt32BE(2, 4);
  putTable(moov, 'stsd', both);
  putPositions(moov, positionsIn(moov), (sample) => (sample < FRAMES / 2 ? 1 : 2));
};

const withEditList = (list: Buffer) => (moov: Parent) => {
  const [track] = tracksOf(moov);
  if (track) putBox(track, ['edts'], { type: 'elst', body: list });
};

const ONE = 0x10000;
const EMPTY = 0xff_ff_ff_ff;

const lengthsOf = (milliseconds: number) => (moov: Parent) => {
  const [track = moov] = tracksOf(moov);
  bodyAt(moov, 'mvhd').writeUInt32BE(milliseconds, 16);
  bodyAt(track, 'tkhd').writeUInt32BE(milliseconds, 20);
  bodyAt(track, 'mdia', 'mdhd').writeUInt32BE(milliseconds * 15, 16);
};

test.each<[string, string[], (moov: Parent) => void, number[][]]>([
  ['sizes of 16 bits', MPEG2, smallSizes, KEYS_OF_MPEG],
  ['positions of 64 bits', MPEG2, wideChunks, KEYS_OF_MPEG],
  ['one size and one chunk for all frames', RAW, oneChunk, EVERY_HALF_SECOND],
  ['two descriptions in use', MPEG2, describedTwice, KEYS_OF_MPEG],
  ['headers that claim ten hours', MPEG2, lengthsOf(36_000_000), KEYS_OF_MPEG],
  ['headers that claim no length', MPEG2, lengthsOf(0), KEYS_OF_MPEG],
  [
    'edits of no length beside the one that shows it',
    JPEG,
    withEditList(numbers(3, 0, EMPTY, ONE, 3000, 0, ONE, 0, 0, ONE)),
    EVERY_HALF_SECOND,
  ],
  ['an edit list without edits', JPEG, withEditList(numbers(0)), EVERY_HALF_SECOND],
  [
    'durations for fewer frames than there are',
    PRORES,
    (moov) => putTable(moov, 'stts', numbers(1, 40, tableOf(moov, 'stts').readUInt32BE(12))),
    EVERY_HALF_SECOND,
  ],
])(
  'a movie with %s is shown by its index, as in a full decode',
  async (_, coding, edit, frames) => {
    const { hasIndex, shown, decoded } = await shownIn(editMovie(await draw(coding), edit));

    expect(hasIndex).toBe(true);
    expect(shown).toEqual(frames);
    expect(await decoded()).toEqual(frames);
  },
);

test('frames without content repeat the one before', async () => {
  const movie = editMovie(await draw(JPEG), (moov) => {
    putPositions(moov, positionsIn(moov));
    const sizes = sizesIn(moov).map((size, at) => ([15, 16, 30].includes(at) ? 0 : size));
    putTable(moov, 'stsz', numbers(0, FRAMES, ...sizes));
  });

  const { hasIndex, shown, decoded } = await shownIn(movie);

  expect(hasIndex).toBe(true);
  expect(shown.map(([, frame]) => frame)).toEqual([0, 17, 32, 47, 62, 77]);
  expect(await decoded()).toEqual(shown);
});

test.each([
  ['of one size', {}],
  ['of two sizes', { width: 160, height: 90 }],
])('two codings after one another, %s, are both shown', async (_, size) => {
  const film = await draw([...H264, '-bf', '0', '-g', '1']);
  const next = await draw(PRORES, { ...size, show: (frame) => scramble(frame + FRAMES) });

  const { hasIndex, shown } = await shownIn(joinMovies(film, next));

  expect(hasIndex).toBe(true);
  const times = Array.from({ length: 12 }, (__, half) => half * 500);
  expect(shown).toEqual(times.map((time) => [time, time * 0.03]));
});

test.each([
  ['MPEG-2', MPEG2],
  ['MPEG-4', MPEG4],
])('an index that calls all frames of %s key frames is not believed', async (_, coding) => {
  const movie = editMovie(await draw(coding), (moov) => {
    dropTable(moov, 'stss');
    dropTable(moov, 'stps');
  });

  const { shown } = await shownIn(movie);
  const { gif } = await renderPreviews(await fileSource(inDirectory('odd.mov')), options());

  expect(shown).toEqual(KEYS_OF_MPEG);
  const frames = (await readFrameNumbers(gif)).map(unscramble);
  expect(frames.length).toBeGreaterThanOrEqual(8);
  expect(frames.filter((frame) => frame >= FRAMES)).toEqual([]);
});

test('a recording of a day, with a frame every four minutes, is shown to its end', async () => {
  const movie = editMovie(await draw(JPEG, { frames: 360 }), (moov) => {
    const step = tableOf(moov, 'stts').readUInt32BE(12) * 30 * 240;
    putTable(moov, 'stts', numbers(1, 360, step));
    withEditList(numbers(0))(moov);
  });

  const { hasIndex, shown, decoded } = await shownIn(movie);

  expect(hasIndex).toBe(true);
  const frames = Array.from({ length: 20 }, (_, stretch) => stretch * 18);
  expect(shown).toEqual(frames.map((frame) => [frame * 240_000, frame]));
  expect(await decoded()).toEqual(shown);
});

test.each([
  ['MPEG-2', MPEG2],
  ['MPEG-4', MPEG4],
])('B-frames of %s without display times are shown as in a full decode', async (_, coding) => {
  const movie = editMovie(await draw(coding), (moov) => {
    dropTable(moov, 'ctts');
    withEditList(numbers(1, 3000, 0, ONE))(moov);
  });

  const { shown, decoded } = await shownIn(movie);

  expect(shown).toHaveLength(6);
  expect(await decoded()).toEqual(shown);
});

test('a timecode track and uncompressed sound change nothing', async () => {
  await draw(MPEG2);
  const file = inDirectory('sounding.mov');
  const sound = ['-f', 'lavfi', '-i', 'sine=duration=3', '-c:a', 'pcm_s16le'];
  const timecode = ['-timecode', '01:00:00:00'];
  await runEncoder(['-i', inDirectory('drawn.mov'), ...sound, '-c:v', 'copy', ...timecode, file]);

  const { hasIndex, shown } = await shownIn(await readFile(file));

  expect([hasIndex, shown]).toEqual([true, KEYS_OF_MPEG]);
});

test('a cover as the first track is not mistaken for the film', async () => {
  await draw(JPEG, { frames: 1 });
  await runEncoder(['-i', inDirectory('drawn.mov'), '-c', 'copy', inDirectory('cover.mov')]);
  await draw(MPEG2);
  const file = inDirectory('covered.mov');
  const inputs = ['-i', inDirectory('cover.mov'), '-i', inDirectory('drawn.mov')];
  await runEncoder([...inputs, '-map', '0:v', '-map', '1:v', '-c', 'copy', file]);

  const { hasIndex, shown } = await shownIn(await readFile(file));

  expect([hasIndex, shown]).toEqual([true, KEYS_OF_MPEG]);
});
