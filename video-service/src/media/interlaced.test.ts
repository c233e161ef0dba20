import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { extractCaptures } from './making/extract-captures.ts';
import { readMediaLimits } from './media-limits.ts';
import { fileSource } from './testing/file-source.ts';
import {
  drawNumberedClip,
  H264,
  readFrameNumbers,
  scramble,
  unscramble,
} from './testing/numbered-clip.ts';
import { runEncoder } from './testing/run-encoder.ts';

type First = 'top' | 'bottom';

const FIELDS_A_SECOND = 50;
const INTERLACED = ['-flags', '+ilme+ildct'];
const PRORES = ['-c:v', 'prores_ks', '-pix_fmt', 'yuv422p10le', ...INTERLACED];
const DV = ['-c:v', 'dvvideo', '-pix_fmt', 'yuv420p', ...INTERLACED];
const MPEG2 = ['-c:v', 'mpeg2video', '-q:v', '3', '-g', '13', '-bf', '2', ...INTERLACED];

const h264 = (first: First) => [
  ...[...H264, ...INTERLACED],
  ...['-x264-params', first === 'top' ? 'tff=1' : 'bff=1'],
];

let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'interlaced-'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

// Each field shows another number, the first one the number of its time.
const draw = (name: string, first: First, coding: string[]) =>
  drawNumberedClip(path.join(directory, name), {
    ...{ frames: 80, show: scramble, rate: FIELDS_A_SECOND, width: 720, height: 288 * 2, coding },
    filters: `tinterlace=interleave_${first},setfield=${first === 'top' ? 'tff' : 'bff'}`,
  });

const showsFirstFields = async (file: string) => {
  expect(await combOf(file)).toBeGreaterThan(50);
  const { captures } = await extractCaptures(await fileSource(file), {
    directory,
    limits: readMediaLimits({}),
  });
  expect(captures.length).toBeGreaterThan(1);
  for (const { time, file: png = '' } of captures) {
    const shown = (await readFrameNumbers(png)).map(unscramble);
    expect(shown).toEqual([Math.round(time * FIELDS_A_SECOND)]);
    expect(await combOf(png)).toBeLessThan(5);
  }
};

// How much adjacent lines differ within the square of the first bit, which differs between the fields.
const combOf = async (picture: string) => {
  const filters = 'crop=60:32:10:6,format=gray';
  const gray = ['-vf', filters, '-frames:v', '1', '-f', 'rawvideo', 'pipe:1'];
  const pixels = await runEncoder(['-i', picture, ...gray]);
  const differences = [...pixels.subarray(60)].map((level, at) =>
    Math.abs(level - (pixels[at] ?? 0)),
  );
  return differences.reduce((sum, difference) => sum + difference, 0) / differences.length;
};

test.each<[string, First, string, string[]]>([
  ['H.264', 'top', 'ts', h264('top')],
  ['H.264', 'top', 'mp4', h264('top')],
  ['H.264', 'bottom', 'mkv', h264('bottom')],
  ['H.264', 'bottom', 'ts', h264('bottom')],
  ['H.264', 'bottom', 'mov', h264('bottom')],
  ['ProRes', 'top', 'mov', PRORES],
  ['MPEG-2', 'top', 'mov', MPEG2],
  ['DV', 'bottom', 'mov', DV],
])(
  'interlaced pictures of %s show their %s field, which is the first, without combing in a .%s',
  async (coding, first, extension, options) => {
    await showsFirstFields(await draw(`${coding}-${first}.${extension}`, first, options));
  },
);

test('DV that does not name its fields shows the bottom one, without combing', async () => {
  const file = await draw('dv.mov', 'bottom', DV);
  const movie = await readFile(file);
  movie.write('free', movie.lastIndexOf('fiel'), 'latin1');
  await writeFile(file, movie);

  await showsFirstFields(file);
});
