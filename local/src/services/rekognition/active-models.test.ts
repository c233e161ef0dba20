import { expect, test } from '@jest/globals';
import { activeModels } from './active-models.ts';
import type { Model } from './models/model.ts';
import { RUNTIME_FILE } from './onnx/runtime/runtime-file.ts';

const model = (name: string, check: Model['check']): Model => ({
  name,
  key: name,
  frame: { sizes: [{ width: 8, height: 8 }], fit: 'stretch' },
  check,
  load: () => Promise.reject(new Error('not in this test')),
});

const whole = model('whole', () => Promise.resolve());
const broken = model('broken', () => Promise.reject(new Error('weights.bin is damaged')));

test('a broken model is named in a warning, and the others continue', async () => {
  const warnings: string[] = [];

  expect(await activeModels([broken, whole], (message) => warnings.push(message))).toEqual([whole]);
  expect(warnings).toEqual([
    'Labels are made without the model broken: weights.bin is damaged. `npm ci` brings it back.',
  ]);
});

test('having no model left is also reported', async () => {
  const warnings: string[] = [];

  expect(await activeModels([broken], (message) => warnings.push(message))).toEqual([]);
  expect(warnings).toHaveLength(2);
  expect(warnings[1]).toBe('Videos get no labels: no model is left.');
});

test.each([
  [
    'missing',
    { package: 'no-such-runtime' },
    'Videos get no labels: The package no-such-runtime is missing. `npm ci` brings it back.',
  ],
  [
    'damaged',
    { sha256: '0'.repeat(64) },
    'Videos get no labels: ort-wasm-simd-threaded.wasm of the package onnxruntime-web is damaged or another version. `npm ci` brings it back.',
  ],
])('with a %s runtime there are no models, and one warning says why', async (_, wrong, warning) => {
  const warnings: string[] = [];
  const warn = (message: string) => warnings.push(message);

  expect(await activeModels([whole], warn, { ...RUNTIME_FILE, ...wrong })).toEqual([]);
  expect(warnings).toEqual([warning]);
});
