import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { extractCaptures } from './making/extract-captures.ts';
import { readMediaLimits } from './media-limits.ts';
import { fileSource } from './testing/file-source.ts';
import { type Edit, withEdits } from './testing/mp4-boxes.ts';
import { drawNumberedClip, H264, readFrameNumbers } from './testing/numbered-clip.ts';
import { runEncoder } from './testing/run-encoder.ts';

let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'presentation-'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

const inDirectory = (name: string) => path.join(directory, name);

const extract = async (file: string) =>
  extractCaptures(await fileSource(file), { directory, limits: readMediaLimits({}) });

/** What each capture shows, when, and how wide and high it is. */
const shownBy = async (file: string) => {
  const { captures } = await extract(file);
  return Promise.all(
    captures.map(async ({ time, file: png = '' }) => {
      const [number] = await readFrameNumbers(png);
      const header = await readFile(png);
      return { time, number, size: [header.readUInt32BE(16), header.readUInt32BE(20)] };
    }),
  );
};

describe('a picture that is turned in mid-recording is shown as it is at each time', () => {
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

test('what an edit list shows is published, at the times of a player, and nothing else', async () => {
  const RATE = 30;
  const FRAMES = 90;
  const coding = ['-pix_fmt', 'yuv420p', '-c:v', 'libx264', '-preset', 'ultrafast', '-g', '1'];
  const mp4 = await readFile(
    await drawNumberedClip(inDirectory('film.mp4'), { frames: FRAMES, coding }),
  );
  const part = fc
    .record({
      from: fc.integer({ min: 0, max: FRAMES - 20 }),
      frames: fc.integer({ min: 16, max: 20 }),
    })
    .map(({ from, frames }): Edit => ({ mediaTime: from / RATE, duration: frames / RATE }));
  const pause = fc.constant<Edit>({ mediaTime: 'empty', duration: 0.5 });
  const edits = fc
    .tuple(fc.option(pause, { nil: undefined }), fc.array(part, { minLength: 1, maxLength: 3 }))
    .map(([first, rest]) => (first ? [first, ...rest] : rest));

  await fc.assert(
    fc.asyncProperty(edits, async (list) => {
      const file = inDirectory('edited.mp4');
      await writeFile(file, withEdits(mp4, list));
      const { facts } = await extract(file);
      const shown = await shownBy(file);

      const length = list.reduce((sum, { duration }) => sum + duration, 0);
      expect(facts.durationSeconds).toBeCloseTo(length, 1);
      expect(shown.length).toBeGreaterThan(0);
      for (const { time, number } of shown) expect(number).toBe(frameAt(list, time, RATE));
    }),
    { numRuns: 12 },
  );
}, 120_000);

const frameAt = (edits: Edit[], time: number, rate: number) => {
  let start = 0;
  for (const { duration, mediaTime } of edits) {
    if (mediaTime !== 'empty' && time < start + duration - 0.001)
      return Math.floor((mediaTime + time - start) * rate + 0.05);
    start += duration;
  }
  return undefined;
};
