import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { makeGif, makePoster, makeSheet } from '../ffmpeg/preview-arguments.ts';
import { runEncoder } from '../testing/run-encoder.ts';
import { makeTogether, makeWithinBudget, type Product } from './make-products.ts';

const SIZE = { columns: 1, rows: 2, width: 64, height: 48 };
const found = process.env['FFMPEG_PATH'] ?? '';

let directory: string;
let pictures: string;

beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'products-test-'));
  pictures = inDirectory('pictures.ppm');
  const noise = 'nullsrc=size=64x48:rate=2:duration=1,geq=random(1)*255:128:128';
  await runEncoder(['-f', 'lavfi', '-i', noise, '-f', 'image2pipe', '-c:v', 'ppm', pictures]);
  // Records each of its runs.
  const noting = inDirectory('ffmpeg');
  await writeFile(noting, `#!/bin/sh\necho >> ${inDirectory('runs')}\nexec ${found} "$@"\n`);
  await chmod(noting, 0o755);
  process.env['FFMPEG_PATH'] = noting;
});
afterEach(async () => {
  process.env['FFMPEG_PATH'] = found;
  await rm(directory, { recursive: true, force: true });
});

const inDirectory = (name: string) => path.join(directory, name);
const options = () => ({ directory, deadline: performance.now() + 60_000 });
const runs = async () => (await readFile(inDirectory('runs'), 'utf8')).length;
const sizeOf = async ({ file }: Product) => (await stat(file)).size;

const gif = (): Product => {
  const file = inDirectory('preview.gif');
  const [best, smaller] = [makeGif(pictures, 1, file), makeGif(pictures, 4, file)];
  return { file, maxBytes: 2_000_000, versions: [best, smaller] };
};
const sheet = (): Product => {
  const file = inDirectory('storyboard.jpg');
  const make = (quality: number) => makeSheet(pictures, { ...SIZE, quality }, file);
  return { file, maxBytes: 1_000_000, versions: [make(2), make(31)] };
};
const posterOfNothing = (): Product => {
  const file = inDirectory('poster.jpg');
  const nothing = {
    from: 'excerpt',
    file: inDirectory('missing'),
    format: 'mov',
    stream: 0,
    isInOrder: false,
  } as const;
  const poster = { filters: ['null'], quality: 3, file };
  const making = makePoster(nothing, { decode: 'all', rough: false }, poster);
  return { file, maxBytes: 1_000_000, versions: [making] };
};

test('products that are small enough take one run of FFmpeg', async () => {
  await makeTogether([gif(), sheet()], options());

  expect(await makeWithinBudget(gif(), options())).toBe(true);
  expect(await makeWithinBudget(sheet(), options())).toBe(true);
  expect(await runs()).toBe(1);
});

test('a product that is too large is made smaller, without repeating the others', async () => {
  await makeTogether([gif(), sheet()], options());
  const maxBytes = (await sizeOf(sheet())) - 1;

  expect(await makeWithinBudget(gif(), options())).toBe(true);
  expect(await makeWithinBudget({ ...sheet(), maxBytes }, options())).toBe(true);
  expect(await sizeOf(sheet())).toBeLessThanOrEqual(maxBytes);
  expect(await runs()).toBe(2);
});

test('a product that cannot be made does not affect the others', async () => {
  await makeTogether([posterOfNothing(), gif()], options());

  expect(await makeWithinBudget(gif(), options())).toBe(true);
  expect(await makeWithinBudget(posterOfNothing(), options())).toBe(false);
});

test('a truncated product is made again', async () => {
  await makeTogether([gif()], options());
  const whole = await readFile(gif().file);
  await writeFile(gif().file, whole.subarray(0, whole.length / 2));

  expect(await makeWithinBudget(gif(), options())).toBe(true);
  expect((await readFile(gif().file)).equals(whole)).toBe(true);
});

test('a run that takes too long leaves nothing that counts as made', async () => {
  await makeTogether([gif()], { directory, deadline: 0 });

  expect(await makeWithinBudget(gif(), options())).toBe(true);
  expect(await runs()).toBeGreaterThan(0);
});
