import { expect, test } from '@jest/globals';
import { readWeights, type WeightFile } from './weights.ts';

const LICENSE: WeightFile = {
  package: 'onnxruntime-common',
  path: '../../package.json',
  sha256: '0'.repeat(64),
};

test('a file with other bytes than expected is refused', async () => {
  await expect(readWeights(LICENSE)).rejects.toThrow(
    '../../package.json of the package onnxruntime-common is damaged or another version',
  );
});

test('a file that is gone is refused', async () => {
  await expect(readWeights({ ...LICENSE, path: 'no-weights.bin' })).rejects.toThrow(
    'no-weights.bin of the package onnxruntime-common cannot be read',
  );
});

test('a package that is gone is refused', async () => {
  await expect(readWeights({ ...LICENSE, package: 'no-such-weights' })).rejects.toThrow(
    'The package no-such-weights is missing',
  );
});
