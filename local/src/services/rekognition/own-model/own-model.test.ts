import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import sharp from 'sharp';
import { startRekognition } from '../rekognition.ts';
import {
  CLASSIFIER,
  colourClassifier,
  DETECTOR,
  redDetector,
  writeModelFolder,
} from '../testing/tiny-model.ts';
import { openOwnModel } from './open-own-model.ts';

// Each opens the runtime, which takes a while on a busy machine.
jest.setTimeout(120_000);

const EVERYTHING = { maxLabels: 100, minConfidence: 50 };
const COLOURS = ['Red', 'Car', 'Blue'];

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'own-model-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

const drawn = (background: { r: number; g: number; b: number }) =>
  sharp({ create: { width: 200, height: 100, channels: 3, background } })
    .png()
    .toBuffer();

const labelsOf = async (background: { r: number; g: number; b: number }) => {
  const rekognition = startRekognition({
    readObject: () => Promise.resolve(undefined),
    models: [await openOwnModel(folder)],
    workers: 1,
  });
  try {
    return await rekognition.detect(await drawn(background), EVERYTHING);
  } finally {
    await rekognition.stop();
  }
};

test('a classifier replaces the built-in models', async () => {
  await writeModelFolder(folder, {
    manifest: CLASSIFIER,
    labels: COLOURS,
    model: colourClassifier(),
  });

  const labels = await labelsOf({ r: 255, g: 0, b: 204 });

  expect(labels.map(({ Name, Confidence, Instances }) => [Name, Confidence, Instances])).toEqual([
    ['Red', 100, []],
    ['Blue', 80, []],
  ]);
});

test('a known label has Rekognition’s parents', async () => {
  await writeModelFolder(folder, {
    manifest: CLASSIFIER,
    labels: COLOURS,
    model: colourClassifier(),
  });

  const labels = await labelsOf({ r: 0, g: 255, b: 0 });

  expect(labels.map(({ Name }) => Name)).toEqual(['Car', 'Transportation', 'Vehicle']);
});

test('a detector returns boxes, as ratios of the picture', async () => {
  await writeModelFolder(folder, {
    manifest: DETECTOR,
    labels: ['Kite', 'Gate'],
    model: redDetector(),
  });

  const labels = await labelsOf({ r: 255, g: 0, b: 0 });

  expect(labels.filter(({ Instances }) => Instances.length > 0)).toMatchObject([
    {
      Name: 'Kite',
      Confidence: 100,
      Instances: [{ BoundingBox: { Left: 0.5, Top: 0.25, Width: 0.5, Height: 0.75 } }],
    },
    {
      Name: 'Gate',
      Confidence: 75,
      Instances: [{ BoundingBox: { Left: 0, Top: 0, Width: 0.5, Height: 0.5 } }],
    },
  ]);
});

describe('reported before the first video', () => {
  const whole = { manifest: CLASSIFIER, labels: COLOURS, model: colourClassifier() };

  test.each([
    ['a manifest that is no JSON', { manifest: '{' }, 'model.json is not JSON'],
    ['a kind that is not known', { manifest: { ...CLASSIFIER, kind: 'poet' } }, 'model.json: kind'],
    [
      'a field that is not known',
      { manifest: { ...CLASSIFIER, treshold: 0.4 } },
      'model.json: treshold',
    ],
    [
      'a file outside of the folder',
      { manifest: { ...CLASSIFIER, file: '../model.onnx' } },
      'model.json: file: must be the name of a file in the folder',
    ],
    ['a file that is not there', { manifest: { ...CLASSIFIER, file: 'none.onnx' } }, 'none.onnx'],
    ['too few labels', { labels: ['Red'] }, 'gives 3 scores in colours, but 1 would fit'],
    [
      'an output that is not there',
      { manifest: { ...CLASSIFIER, outputs: { scores: 'moods' } } },
      'model.onnx has no output moods; it has colours',
    ],
    [
      'another size than the model takes',
      { manifest: { ...CLASSIFIER, input: { width: 16, height: 8 } } },
      'model.onnx does not take a picture of 16x8 (NCHW, float32)',
    ],
    [
      'a damaged model',
      { model: colourClassifier().subarray(0, 60) },
      'model.onnx is no ONNX model that runs here',
    ],
    ['text in place of a model', { model: Buffer.from('text') }, 'model.onnx is no ONNX model'],
  ])('%s', async (_, wrong, message) => {
    await writeModelFolder(folder, { ...whole, ...wrong });

    await expect(openOwnModel(folder)).rejects.toMatchObject({
      name: 'OwnModelError',
      message: expect.stringContaining(message) as unknown,
    });
  });

  test('a folder that is missing, or is a file', async () => {
    const file = path.join(folder, 'file');
    await writeFile(file, '');

    for (const place of [path.join(folder, 'nowhere'), file])
      await expect(openOwnModel(place)).rejects.toThrow('model.json cannot be read');
  });
});
