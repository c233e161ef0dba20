import { expect, test } from '@jest/globals';
import { checkWeights, readWeights, type WeightFile } from './weights.ts';

const OTHER: WeightFile = {
  package: 'onnxruntime-common',
  path: '../../package.json',
  sha256: '0'.repeat(64),
};
const EMPTY = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

test.each([
  ['read', readWeights],
  ['checked', checkWeights],
])('damaged, missing and uninstalled weights are rejected when they are %s', async (_, open) => {
  await expect(open(OTHER)).rejects.toThrow(
    '../../package.json of the package onnxruntime-common is damaged or another version',
  );
  await expect(open({ ...OTHER, path: 'no-weights.bin' })).rejects.toThrow(
    'no-weights.bin of the package onnxruntime-common cannot be read',
  );
  await expect(open({ ...OTHER, package: 'no-such-weights', sha256: EMPTY })).rejects.toThrow(
    'The package no-such-weights is missing',
  );
});
