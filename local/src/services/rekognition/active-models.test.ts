import { expect, test } from '@jest/globals';
import { activeModels } from './active-models.ts';
import type { Model } from './models/model.ts';

const model = (name: string, check: Model['check']): Model => ({
  name,
  key: name,
  frame: { sizes: [{ width: 8, height: 8 }], fit: 'stretch' },
  check,
  load: () => Promise.reject(new Error('not in this test')),
});

const whole = model('whole', () => Promise.resolve());
const broken = model('broken', () => Promise.reject(new Error('weights.bin is damaged')));

test('a broken model is named in a warning, and the others go on', async () => {
  const warnings: string[] = [];

  expect(await activeModels([broken, whole], (message) => warnings.push(message))).toEqual([whole]);
  expect(warnings).toEqual([
    'Labels are made without the model broken: weights.bin is damaged. `npm ci` brings it back.',
  ]);
});

test('that no model is left is reported too', async () => {
  const warnings: string[] = [];

  expect(await activeModels([broken], (message) => warnings.push(message))).toEqual([]);
  expect(warnings).toHaveLength(2);
  expect(warnings[1]).toBe('Videos get no labels: no model is left.');
});
