import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import installer from '@ffmpeg-installer/ffmpeg';
import { startRekognition } from '../services/rekognition/rekognition.ts';
import { drawSample } from './draw-sample.ts';

const ffmpeg = installer.path;
const USUAL = { maxLabels: 100, minConfidence: 50 };

const rekognition = startRekognition({ readObject: () => Promise.resolve(undefined) });
let folder: string;
let film: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'sample-'));
  film = path.join(folder, 'street.mp4');
  await drawSample(film, { ffmpeg });
}, 120_000);

afterAll(async () => {
  await rekognition.stop();
  await rm(folder, { recursive: true });
});

const keyFrames = async () => {
  const frames = await mkdtemp(path.join(folder, 'frames-'));
  const output = ['-vsync', '0', path.join(frames, '%d.png')];
  await promisify(execFile)(ffmpeg, ['-v', 'error', '-skip_frame', 'nokey', '-i', film, ...output]);
  const names = (await readdir(frames)).toSorted();
  return Promise.all(names.map((name) => readFile(path.join(frames, name))));
};

const objectsIn = async (frame: Buffer) => {
  const labels = await rekognition.detect(frame, USUAL);
  return labels.filter(({ Instances }) => Instances.length > 0).map(({ Name }) => Name);
};

test('the clip has a key frame per second, each a different picture, and the model is right in all', async () => {
  const frames = await keyFrames();
  const found = await Promise.all(frames.map(objectsIn));

  expect(new Set(frames.map(String)).size).toBe(9);
  expect(found[0]).toContain('Stopsign');
  expect(found[4]).toContain('Traffic Light');
  expect(found[8]).toContain('Clock');
  expect([...new Set(found.flat())].toSorted()).toEqual([
    'Bicycle',
    'Car',
    'Clock',
    'Fire Hydrant',
    'Potted Plant',
    'Stopsign',
    'Traffic Light',
  ]);
}, 120_000);

test('the clip is small, and the same whenever it is drawn', async () => {
  const again = path.join(folder, 'again.mp4');

  await drawSample(again, { ffmpeg });

  const clip = await readFile(film);
  expect(clip.length).toBeLessThan(1_500_000);
  expect(clip.equals(await readFile(again))).toBe(true);
}, 120_000);

test('a failing FFmpeg leaves no clip and no temporary files', async () => {
  const before = await readdir(folder);

  await expect(drawSample(path.join(folder, 'none.mp4'), { ffmpeg: 'false' })).rejects.toThrow();

  expect(await readdir(folder)).toEqual(before);
}, 30_000);
