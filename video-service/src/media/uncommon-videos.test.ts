import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { extractCaptures } from './making/extract-captures.ts';
import { readMediaLimits } from './media-limits.ts';
import { renderPreviews } from './making/render-previews.ts';
import { countedSource } from './testing/counted-source.ts';
import { fileSource } from './testing/file-source.ts';
import {
  drawNumberedClip,
  H264,
  type NumberedClip,
  readFrameNumbers,
  scramble,
} from './testing/numbered-clip.ts';
import { runEncoder } from './testing/run-encoder.ts';

// Sixty numbered frames with a key frame every fifteen: old builds of FFmpeg take minutes to encode AV1.
const AV1 = path.join(import.meta.dirname, 'testing/numbered-av1.webm');
const EVERY_HALF_SECOND = [
  [0, 0],
  [15, 0.5],
  [30, 1],
  [45, 1.5],
];

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'uncommon-videos-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const inDirectory = (name: string) => path.join(directory, name);
const draw = (name: string, clip: NumberedClip) => drawNumberedClip(inDirectory(name), clip);
const options = () => ({ directory, limits: readMediaLimits({}) });

const extract = async (file: string) => extractCaptures(await fileSource(file), options());

const shownAt = async (file: string) => {
  const { captures } = await extract(file);
  return Promise.all(
    captures.map(async ({ file: png = '', time }) => [(await readFrameNumbers(png))[0], time]),
  );
};

const shownInPreview = async (file: string) =>
  readFrameNumbers((await renderPreviews(await fileSource(file), options())).gif);

test('AV1 is shown like any other codec', async () => {
  expect(await shownAt(AV1)).toEqual(EVERY_HALF_SECOND);
  expect((await extract(AV1)).facts).toMatchObject({ codec: 'av1', width: 64, height: 64 });
  expect((await shownInPreview(AV1)).length).toBeGreaterThanOrEqual(8);
});

describe('each frame of a program stream has its time, although many lack a display time', () => {
  test.each([
    ['MPEG-1', 'clip.mpg', 'mpeg1video', 'mpeg'],
    ['MPEG-2', 'clip.vob', 'mpeg2video', 'vob'],
  ])('as %s', async (_, name, codec, format) => {
    const coding = ['-c:v', codec, '-g', '15', '-bf', '2', '-b:v', '2M', '-f', format];
    const file = await draw(name, { frames: 90, show: scramble, coding });

    const shown = await shownAt(file);

    expect(shown.length).toBeGreaterThanOrEqual(5);
    for (const [number, time] of shown) expect(number).toBe(scramble(Math.round((time ?? 0) * 30)));
  });
});

test('a browser’s streamed recording, without a known length, is shown to its end', async () => {
  const recorded = await draw('recorded.mkv', { frames: 60 });
  const file = inDirectory('streamed.webm');
  // A file written to a pipe cannot be completed afterwards.
  const stream = ['-i', recorded, '-c', 'copy', '-f', 'matroska', '-live', '1', 'pipe:1'];
  await writeFile(file, await runEncoder(stream));

  expect((await extract(file)).facts).not.toHaveProperty('durationSeconds');
  expect(await shownAt(file)).toEqual(EVERY_HALF_SECOND);
  const preview = await shownInPreview(file);
  expect(preview.length).toBeGreaterThanOrEqual(8);
  expect(Math.max(...preview)).toBeGreaterThanOrEqual(50);
});

describe('cover art', () => {
  const cover = async () => {
    const picture = ['-f', 'lavfi', '-i', 'color=white:size=64x64', '-frames:v', '1'];
    await runEncoder([...picture, inDirectory('cover.png')]);
    return ['-attach', inDirectory('cover.png'), '-metadata:s:t', 'mimetype=image/png'];
  };

  test('is not mistaken for the video beside it', async () => {
    const plain = await draw('plain.mkv', { frames: 60 });
    const file = inDirectory('covered.mkv');
    await runEncoder(['-i', plain, ...(await cover()), '-c', 'copy', file]);

    expect(await shownAt(file)).toEqual(EVERY_HALF_SECOND);
  });

  test('does not make a song a video', async () => {
    const file = inDirectory('song.mkv');
    const song = ['-f', 'lavfi', '-i', 'sine=duration=1'];
    await runEncoder([...song, ...(await cover()), '-c:a', 'aac', file]);

    const refusal = { details: { code: 'NO_VIDEO_STREAM' } };
    await expect(extract(file)).rejects.toMatchObject(refusal);
    await expect(shownInPreview(file)).rejects.toMatchObject(refusal);
  });
});

test('8K is shown', async () => {
  const file = await draw('8k.mp4', { frames: 2, width: 7680, height: 4320 });

  expect(await shownAt(file)).toEqual([[0, 0]]);
  expect((await shownInPreview(file))[0]).toBe(0);
});

describe('of 280 MB', () => {
  const MB = 1_000_000;
  const SECONDS = 30;
  // Not a multiple of the captures, which would all show the same picture.
  const TIMES = 21;

  test('only the wanted frames are read, with a small margin', async () => {
    // As many bits in each second, however little there is to see.
    const filled = ['-b:v', '3800k', '-maxrate', '3800k', '-bufsize', '3800k'];
    const part = await draw('part.mp4', {
      frames: SECONDS * 30,
      // The picture of a moving camera: all squares change.
      show: (frame) => (Math.floor(frame / 15) % 2 === 0 ? 0x5a5a : 0xa5a5) ^ frame,
      coding: [...H264, ...filled, '-x264-params', 'nal-hrd=cbr'],
    });
    const file = inDirectory('long.mp4');
    await runEncoder(['-stream_loop', `${TIMES - 1}`, '-i', part, '-c', 'copy', file]);

    // Half a minute alone is 14 MB. The preview video shows eight seconds.
    for (const [render, most] of [
      [renderPreviews, 13 * MB],
      [extractCaptures, 8 * MB],
    ] as const) {
      const { source, bytesRead } = countedSource(await fileSource(file));
      const { facts } = await render(source, options());

      expect(source.size).toBeGreaterThan(280 * MB);
      expect(facts.durationSeconds).toBeCloseTo(SECONDS * TIMES, 0);
      expect(bytesRead()).toBeLessThan(most);
    }
  });
});
