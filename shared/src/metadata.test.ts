import { readFile } from 'node:fs/promises';
import { expect, test } from '@jest/globals';
import * as v from 'valibot';
import { metadataSchema } from './metadata-schema.ts';
import { Metadata } from './metadata.ts';

const stopSign = {
  Name: 'Stop Sign',
  Confidence: 99.5,
  Instances: [{ BoundingBox: { Left: 0.1, Top: 0.2, Width: 0.3, Height: 0.4 }, Confidence: 99.5 }],
  Parents: [{ Name: 'Road Sign' }],
  Categories: [{ Name: 'Symbols and Flags' }],
  Aliases: [],
};

const metadata: Metadata = {
  version: 1,
  id: '7f9c24e8-3b12-4fef-91e0-5f1ee9a1a3b4',
  status: 1,
  video: 'videos/clip.mp4',
  gif: '7f9c24e8-3b12-4fef-91e0-5f1ee9a1a3b4/clip.gif',
  previews: {
    poster: '7f9c24e8-3b12-4fef-91e0-5f1ee9a1a3b4/clip-poster.jpg',
    video: '7f9c24e8-3b12-4fef-91e0-5f1ee9a1a3b4/clip-preview.mp4',
    storyboard: { picture: 'x/clip-storyboard.jpg', track: 'x/clip-storyboard.vtt' },
  },
  source: { bucket: 'source', key: 'videos/clip.mp4', size: 7, width: 640, height: 360 },
  labels: [{ frame: '0', time: 0, capture: 'captures/x/clip-0.png', labels: [stopSign] }],
  allLabels: [stopSign],
  timeline: [{ name: 'Stop Sign', times: [0] }],
  cost: { images: 1, usd: 0.001 },
};

test('the committed JSON Schema is up to date (npm run schema -w shared writes it)', async () => {
  const file = await readFile(new URL('../metadata.schema.json', import.meta.url), 'utf8');

  expect(JSON.parse(file)).toEqual(metadataSchema());
});

test('parsing keeps the whole document and orders its keys as in the contract', () => {
  const reversed = Object.fromEntries(Object.entries(metadata).toReversed());

  const parsed = v.parse(Metadata, reversed);

  expect(JSON.stringify(parsed)).toBe(JSON.stringify(metadata));
});

test('reads a document of an earlier version that has only a GIF', () => {
  const { previews, ...earlier } = metadata;

  expect(previews).not.toEqual({});
  expect(v.parse(Metadata, earlier)).toEqual(earlier);
});

test.each([
  ['a session still processing', { status: 0 }],
  ['an id that is none', { id: 'clip' }],
  ['another version', { version: 2 }],
  ['a confidence over 100', { allLabels: [{ ...stopSign, Confidence: 101 }] }],
  ['an error without a hint', { error: { stage: 'gif', code: 'X', message: 'No.' } }],
])('%s is rejected', (_, wrong) => {
  expect(v.is(Metadata, { ...metadata, ...wrong })).toBe(false);
});
