import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { extractCaptures } from '../making/extract-captures.ts';
import { readMediaLimits } from '../media-limits.ts';
import { countedSource } from '../testing/counted-source.ts';
import { fileSource } from '../testing/file-source.ts';
import {
  drawNumberedClip,
  readFrameNumbers,
  scramble,
  unscramble,
} from '../testing/numbered-clip.ts';
import { runEncoder } from '../testing/run-encoder.ts';
import { withVideo } from '../with-video.ts';

const MIB = 1024 * 1024;
const SECONDS = 14;

let directory: string;
let file: string;

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'excerpt-test-'));
  const part = path.join(directory, 'part.mp4');
  const noise = 'testsrc2=size=640x360:rate=30:duration=2,noise=alls=90:allf=t,format=yuv420p';
  const coding = ['-c:v', 'libx264', '-preset', 'ultrafast', '-qp', '18', '-g', '15'];
  await runEncoder(['-f', 'lavfi', '-i', noise, ...coding, part]);
  file = path.join(directory, 'clip.mp4');
  await runEncoder(['-stream_loop', '6', '-i', part, '-c', 'copy', file]);
}, 60_000);
afterAll(() => rm(directory, { recursive: true, force: true }));

test('nothing is read of an excerpt that would be too large', async () => {
  const { source, bytesRead } = countedSource(await fileSource(file));

  await withVideo(source, readMediaLimits({}), async ({ index }) => {
    const before = bytesRead();
    const written = path.join(directory, 'excerpt');
    const outcome = await index
      ?.writeExcerpts([{ from: 0, until: SECONDS }], written)
      .catch((error: unknown) => error);

    expect(outcome).toEqual(new Error(`The excerpt has more than ${64 * MIB} bytes`));
    expect(bytesRead() - before).toBeLessThan(MIB);
  });
  expect((await stat(file)).size).toBeGreaterThan(70 * MIB);
});

test('captures that are too large for one excerpt are in several, and each is that of its time', async () => {
  const [width, height, rate] = [2048, 1152, 2];
  const coding = ['-c:v', 'rawvideo', '-pix_fmt', 'uyvy422'];
  const film = await drawNumberedClip(path.join(directory, 'film.mov'), {
    ...{ frames: 30, show: scramble, width, height, rate, coding },
  });
  const { source, bytesRead } = countedSource(await fileSource(film));
  const limits = readMediaLimits({});

  const { captures } = await extractCaptures(source, { directory, limits });

  const shown: [number, number][] = [];
  for (const { time, file: png = '' } of captures)
    shown.push([time, unscramble((await readFrameNumbers(png))[0] ?? 0)]);
  const frames = Array.from({ length: 20 }, (_, stretch) => Math.ceil(stretch * 1.5));
  expect(shown).toEqual(frames.map((frame) => [frame / rate, frame]));
  expect(captures.length * width * height * 2).toBeGreaterThan(64 * MIB);
  // ffprobe reads three frames.
  expect(bytesRead()).toBeLessThan((captures.length + 4) * width * height * 2);
}, 120_000);
