import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readMediaLimits } from '../media-limits.ts';
import { countedSource } from '../testing/counted-source.ts';
import { fileSource } from '../testing/file-source.ts';
import { runEncoder } from '../testing/run-encoder.ts';
import { extractCaptures } from './extract-captures.ts';

// Six minutes, in each twelve seconds of which something crosses, at so high a rate that the stretches that could be
// afforded would be too large for one excerpt.
const PART_SECONDS = 12;
const PARTS = 30;
const SCENE = [
  [
    'color=gray:s=320x180:r=15:d=12',
    'drawbox=x=40:y=40:w=80:h=60:color=white:t=fill',
    'drawbox=x=200:y=80:w=40:h=80:color=black:t=fill',
    'noise=alls=30:allf=t[scene]',
  ].join(),
  'color=red:s=24x24:r=15:d=12[thing]',
  "[scene][thing]overlay=x='-24+40*t':y=120:enable='between(t,1,9)',format=yuv420p",
].join(';');

let directory: string;
let file: string;

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'recording-test-'));
  const part = path.join(directory, 'part.mp4');
  const coding = ['-c:v', 'libx264', '-preset', 'ultrafast', '-b:v', '2300k', '-g', '30'];
  await runEncoder(['-f', 'lavfi', '-i', SCENE, ...coding, part]);
  file = path.join(directory, 'clip.mp4');
  await runEncoder(['-stream_loop', `${PARTS - 1}`, '-i', part, '-c', 'copy', file]);
}, 60_000);
afterAll(() => rm(directory, { recursive: true, force: true }));

test('a large recording of a stationary camera is sampled as far as an excerpt can hold', async () => {
  const { source, bytesRead } = countedSource(await fileSource(file));

  const { watched } = await extractCaptures(source, { directory, limits: readMediaLimits({}) });

  const { size } = await stat(file);
  expect((size / (PARTS * PART_SECONDS)) * 300).toBeGreaterThan(64 * 1024 * 1024);
  expect(watched?.activityEverySeconds).toBeGreaterThan(0.25);
  expect(watched?.activity.length).toBeGreaterThan(5);
  expect(bytesRead()).toBeLessThan(size);
}, 120_000);
