import { readFile } from 'node:fs/promises';
import { expect, test } from '@jest/globals';
import * as v from 'valibot';
import { previewKeys } from './keys.ts';
import { metadataSchema } from './metadata-schema.ts';
import { Metadata } from './metadata.ts';
import { exampleMetadata, label } from './testing/example-metadata.ts';

const stopSign = {
  ...label('Stop Sign', 99.5, 'Road Sign'),
  Instances: [{ BoundingBox: { Left: 0.1, Top: 0.2, Width: 0.3, Height: 0.4 }, Confidence: 99.5 }],
  Categories: [{ Name: 'Symbols and Flags' }],
};

const id = '7f9c24e8-3b12-4fef-91e0-5f1ee9a1a3b4';
const metadata = exampleMetadata({
  id,
  previews: previewKeys(id, 'clip.mp4'),
  source: { bucket: 'source', key: 'videos/clip.mp4', size: 7, width: 640, height: 360 },
  allLabels: [stopSign],
});

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
