import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { topBoxes } from './index/boxes.ts';
import { readMovie } from './index/movie.ts';
import { writeOutFragments } from './index/written-fragments.ts';
import type { RangeSource } from './source/range-source.ts';
import { extractCaptures } from './making/extract-captures.ts';
import { readMediaLimits } from './media-limits.ts';
import { fileSource } from './testing/file-source.ts';
import {
  drawNumberedClip,
  readFrameNumbers,
  scramble,
  unscramble,
} from './testing/numbered-clip.ts';
import { runEncoder } from './testing/run-encoder.ts';

const DASH = 'frag_keyframe+delay_moov+default_base_moof+global_sidx';
const FRAMES = 90;
const RATE = 30;

let directory: string;
let film: string;
let fragmented: Buffer;

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'fragments-'));
  film = await drawNumberedClip(inDirectory('film.mp4'), { frames: FRAMES, show: scramble });
  fragmented = await readFile(await copy('copy.mp4', 'frag_keyframe+empty_moov+default_base_moof'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

const inDirectory = (name: string) => path.join(directory, name);

const copy = async (name: string, flags: string, input: string[] = []) => {
  const sound = ['-f', 'lavfi', '-i', 'sine=duration=3', '-map', '0:v', '-map', '1:a'];
  const coding = ['-c:v', 'copy', '-c:a', 'aac', '-movflags', flags];
  await runEncoder([...input, '-i', film, ...sound, ...coding, inDirectory(name)]);
  return inDirectory(name);
};

const write = async (bytes: Buffer) => {
  await writeFile(inDirectory('written.mp4'), bytes);
  return inDirectory('written.mp4');
};

const extract = async (file: string) =>
  extractCaptures(await fileSource(file), { directory, limits: readMediaLimits({}) });

const writeOutIn = async (source: RangeSource) => {
  const top = await topBoxes(source);
  const movie = await readMovie(source, top).catch(() => undefined);
  return movie && writeOutFragments(source, top, movie);
};

/** Whether one index of all fragments was written, of the one track that is shown. */
const isIndexed = async (file: string) => {
  const source = await fileSource(file);
  const film = await writeOutIn(source);
  return film?.tracks.size === 1;
};

/** The first time, and the frame at each time after it. */
const shownIn = async (file: string) => {
  const { captures, facts } = await extract(file);
  const shown = await Promise.all(
    captures.map(async ({ file: png = '', time }) => ({
      time,
      frame: (await readFrameNumbers(png)).map(unscramble)[0],
    })),
  );
  const start = shown[0]?.time ?? 0;
  const frames = shown.map(({ frame }) => frame);
  expect(frames).toEqual(shown.map(({ time }) => Math.round((time - start) * RATE)));
  return { seconds: facts.durationSeconds, start, frames };
};

const EVERY_HALF_SECOND = [0, 15, 30, 45, 60, 75];

describe('a movie in fragments is shown by one index of all of them', () => {
  // Two frames are decoded before the first one is shown, unless an edit list leaves out this delay.
  const LATE = 0.067;

  test.each([
    ['whose first frames are in the index', 'frag_keyframe', LATE],
    ['with absolute positions', 'frag_keyframe+empty_moov', LATE],
    ['with positions in each fragment', 'frag_keyframe+empty_moov+default_base_moof', LATE],
    ['with an edit list and a list of fragments', DASH, 0],
    ['with a fragment for each frame', 'frag_every_frame+empty_moov+default_base_moof', LATE],
    ['as DASH has it', 'dash+frag_keyframe', LATE],
  ])('%s', async (_, flags, start) => {
    const file = await copy('fragmented.mp4', flags);

    expect(await isIndexed(file)).toBe(true);
    const shown = await shownIn(file);
    expect(shown).toMatchObject({ start, frames: EVERY_HALF_SECOND });
    expect(shown.seconds).toBeCloseTo(FRAMES / RATE, 0);
  });

  test('after a pause', async () => {
    const file = await copy('late.mp4', 'frag_keyframe+delay_moov', ['-itsoffset', '2']);

    expect(await isIndexed(file)).toBe(true);
    expect(await shownIn(file)).toMatchObject({ start: 2, frames: EVERY_HALF_SECOND });
  });

  test('up to where it is cut off', async () => {
    const last = positionsOf(fragmented, 'mdat').at(-1) ?? 0;
    const file = await write(fragmented.subarray(0, last + 100));

    expect(await isIndexed(file)).toBe(true);
    expect((await shownIn(file)).frames).toEqual(EVERY_HALF_SECOND.slice(0, -1));
  });

  test('of a live recording, from its first frame on', async () => {
    const flags = 'frag_keyframe+empty_moov+default_base_moof';
    const file = inDirectory('live.mp4');
    await runEncoder([
      ...['-i', film, '-c', 'copy', '-output_ts_offset', '5000', '-movflags', flags, file],
    ]);

    const shown = await shownIn(file);

    expect(shown).toMatchObject({ start: LATE, frames: EVERY_HALF_SECOND });
    expect(shown.seconds).toBeCloseTo(FRAMES / RATE, 0);
  });
});

describe('fragments that are not understood are left to FFmpeg', () => {
  const changed = async (change: (bytes: Buffer) => Buffer | undefined) => {
    const bytes = Buffer.from(fragmented);
    return write(change(bytes) ?? bytes);
  };

  test.each<[string, (bytes: Buffer) => Buffer | undefined]>([
    [
      'a run of four thousand million frames',
      (bytes) => void bytes.writeUInt32BE(0xff_ff_ff_ff, bytes.indexOf('trun') + 8),
    ],
    ['a second kind of frames', (bytes) => void bytes.writeUInt32BE(2, bytes.indexOf('trex') + 12)],
    [
      'fragments in another order',
      (bytes) => {
        const [first, second, third] = positionsOf(bytes, 'moof');
        return Buffer.concat([
          bytes.subarray(0, first),
          bytes.subarray(second, third),
          bytes.subarray(first, second),
          bytes.subarray(third),
        ]);
      },
    ],
    [
      'another movie behind them',
      (bytes) => Buffer.concat([bytes.subarray(0, bytes.lastIndexOf('mfra') - 4), bytes]),
    ],
  ])('%s', async (_, change) => {
    const file = await changed(change);

    expect(await isIndexed(file)).toBe(false);
    const outcome = await extract(file).catch((error: unknown) => error);
    if (outcome instanceof Error) expect(outcome).toMatchObject({ name: 'InvalidInput' });
  });

  test('but a fragment within itself is only ignored', async () => {
    const file = await changed((bytes) => {
      const [first = 0] = positionsOf(bytes, 'moof');
      bytes.write('moof', bytes.indexOf('mfhd', first), 'latin1');
      return bytes;
    });

    expect(await isIndexed(file)).toBe(true);
    expect((await shownIn(file)).frames).toEqual(EVERY_HALF_SECOND);
  });

  test('changed bytes end in an index or in none', async () => {
    const [first = 0] = positionsOf(fragmented, 'moof');
    const change = fc.tuple(fc.nat(1200), fc.nat(255));
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 6 }), async (changes) => {
        const bytes = Buffer.from(fragmented);
        for (const [at, byte] of changes) bytes[first + at] = byte;
        const source = { size: bytes.length, readRange: readFrom(bytes) };

        const written = await writeOutIn(source);

        expect(written?.tracks.size ?? 1).toBe(1);
      }),
      { numRuns: 300 },
    );
  });
});

const readFrom = (bytes: Buffer) => async (start: number, end: number) =>
  bytes.subarray(start, end + 1);

// Of the boxes with this name, at the top of the file.
const positionsOf = (bytes: Buffer, type: string) => {
  const positions: number[] = [];
  for (let at = 0; at + 8 <= bytes.length; at += Math.max(8, bytes.readUInt32BE(at)))
    if (bytes.toString('latin1', at + 4, at + 8) === type) positions.push(at);
  return positions;
};
