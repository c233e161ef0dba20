import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { extractCaptures } from './making/extract-captures.ts';
import { renderPreviews } from './making/render-previews.ts';
import { readMediaLimits } from './media-limits.ts';
import { fileSource } from './testing/file-source.ts';
import { editMovie, tracksOf } from './testing/movie-tree.ts';
import { MATRICES, setMatrix } from './testing/mp4-boxes.ts';
import {
  drawNumberedClip,
  H264,
  type NumberedClip,
  readFrameNumbers,
  scramble,
  unscramble,
} from './testing/numbered-clip.ts';
import { runEncoder } from './testing/run-encoder.ts';

let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'shown-frames-'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

const inDirectory = (name: string) => path.join(directory, name);
const draw = (name: string, clip: NumberedClip) => drawNumberedClip(inDirectory(name), clip);
const options = () => ({ directory, limits: readMediaLimits({}) });
const extract = async (file: string) => extractCaptures(await fileSource(file), options());
const render = async (file: string) => renderPreviews(await fileSource(file), options());

const shownAt = async (file: string) => {
  const { captures, facts } = await extract(file);
  const shown: [number, number][] = [];
  for (const { file: png, time } of captures)
    if (png !== undefined) shown.push([(await readFrameNumbers(png))[0] ?? -1, time]);
  return { shown, facts, pictures: captures.flatMap(({ file: png }) => png ?? []) };
};

const EVERY_HALF_SECOND = [
  [0, 0],
  [15, 0.5],
  [30, 1],
];

test.each(MATRICES)(
  'a picture that its track shows $name is shown that way everywhere',
  async ({ name, undo, ...matrix }) => {
    const file = await draw(`${name}.mp4`, { frames: 40, show: scramble, filters: undo });
    const turned = editMovie(await readFile(file), (moov) =>
      tracksOf(moov).forEach((track) => setMatrix(track, matrix)),
    );
    await writeFile(file, turned);

    const { shown } = await shownAt(file);
    expect(shown.map(([number, time]) => [unscramble(number), time])).toEqual(EVERY_HALF_SECOND);
    const { gif, poster = '', video = '' } = await render(file);
    for (const picture of [gif, poster, video])
      for (const number of await readFrameNumbers(picture))
        expect(unscramble(number)).toBeLessThan(40);
  },
);

describe('HDR light is converted to SDR', () => {
  // A quarter of reference white, 203 cd/m2, has this signal in each, and 143 of 255 in SDR. The second size has odd
  // sides when it is made smaller.
  test.each([
    ['smpte2084', 0.441, '320x240'],
    ['arib-std-b67', 0.5, '320x240'],
    ['smpte2084', 0.441, '1920x1036'],
  ])('%s at %d, %s', async (transfer, signal, size) => {
    const luma = Math.round(16 + 219 * signal);
    const tags = ['-color_primaries', 'bt2020', '-color_trc', transfer, '-colorspace', 'bt2020nc'];
    const file = await draw(`${transfer}-${size}.mp4`, {
      frames: 30,
      filters: `format=yuv420p,scale=${size.replace('x', ':')},geq=lum=${luma}:cb=128:cr=128`,
      coding: [...H264, ...tags],
    });

    const { pictures } = await shownAt(file);
    const { gif, poster = '', video = '' } = await render(file);

    for (const picture of [...pictures, gif, poster, video])
      for (const level of await firstPixel(picture)) expect(Math.abs(level - 143)).toBeLessThan(6);
  });
});

const firstPixel = async (picture: string) => {
  const filters = 'scale=1:1:flags=area,format=rgb24';
  const one = ['-frames:v', '1', '-f', 'rawvideo', 'pipe:1'];
  return [...(await runEncoder(['-i', picture, '-vf', filters, ...one]))];
};

test('the bars beside a picture of another aspect ratio are black in a GIF', async () => {
  const film = async (size: string, offset: number) => {
    const file = inDirectory(`${size}.ts`);
    const scene = ['-f', 'lavfi', '-i', `testsrc2=size=${size}:rate=25:duration=2`];
    const coding = [...H264, '-bf', '0', '-output_ts_offset', `${offset}`];
    await runEncoder([...scene, ...coding, '-f', 'mpegts', file]);
    return readFile(file);
  };
  const file = inDirectory('of-two-shapes.ts');
  await writeFile(file, Buffer.concat([await film('240x320', 0), await film('320x240', 2)]));

  const { gif } = await render(file);

  const above = ['-vf', 'crop=240:20:0:4,format=gray', '-f', 'rawvideo', 'pipe:1'];
  const pixels = await runEncoder(['-i', gif, ...above]);
  const brightest = Array.from({ length: pixels.length / 4800 }, (_, at) =>
    Math.max(...pixels.subarray(at * 4800, (at + 1) * 4800)),
  );
  expect(brightest.filter((level) => level === 0).length).toBeGreaterThan(2);
  expect(brightest.filter((level) => level > 0 && level < 100)).toEqual([]);
});

test('of two movies in Matroska the default one is shown', async () => {
  const first = await draw('first.mkv', { frames: 40, show: (frame) => frame + 100 });
  const second = await draw('second.mkv', { frames: 40 });
  const file = inDirectory('both.mkv');
  const maps = ['-i', first, '-i', second, '-map', '0:v', '-map', '1:v', '-c', 'copy'];
  await runEncoder([...maps, '-disposition:v:0', '0', '-disposition:v:1', 'default', file]);

  expect((await shownAt(file)).shown).toEqual(EVERY_HALF_SECOND);
});

describe('the length is that of the packets', () => {
  test.each([0.04, 36_000])('when the header of fragments claims %d seconds', async (seconds) => {
    const coding = [...H264, '-bf', '0', '-movflags', 'frag_keyframe+empty_moov'];
    const file = await draw('claiming.mp4', { frames: 40, coding });
    const bytes = await readFile(file);
    const timescale = bytes.readUInt32BE(bytes.indexOf('mvhd') + 16);
    bytes.writeUInt32BE(Math.round(seconds * timescale), bytes.indexOf('mvhd') + 20);
    await writeFile(file, bytes);

    const { shown, facts } = await shownAt(file);

    expect(facts.durationSeconds).toBeCloseTo(40 / 30, 1);
    expect(shown).toEqual(EVERY_HALF_SECOND);
  });

  test('when a Matroska file begins after 400 seconds', async () => {
    const coding = [...H264, '-output_ts_offset', '400'];
    const { shown, facts } = await shownAt(await draw('from-400.mkv', { frames: 40, coding }));

    expect(facts.durationSeconds).toBeCloseTo(40 / 30, 1);
    expect(shown).toEqual(EVERY_HALF_SECOND);
  });
});

test.each([
  ['h264', H264],
  [
    'hevc',
    [
      '-pix_fmt',
      'yuv420p',
      '-c:v',
      'libx265',
      '-preset',
      'ultrafast',
      '-x265-params',
      'log-level=none:keyint=15:scenecut=0',
    ],
  ],
])('a raw stream of .%s is counted at its own rate', async (extension, coding) => {
  const file = await draw(`camera.${extension}`, { frames: 40, rate: 25, coding });

  const { shown, facts } = await shownAt(file);

  expect(facts.durationSeconds).toBeCloseTo(40 / 25, 2);
  expect(shown).toEqual([
    [0, 0],
    [15, 0.6],
    [30, 1.2],
  ]);
});
