import { expect, test } from '@jest/globals';
import { generalNames, specificNames } from './label-names.ts';
import { label } from './testing/example-metadata.ts';

const labels = [
  label('Vehicle', 90),
  label('Dog', 70),
  label('Car', 90, 'Vehicle', 'Transportation'),
  label('Transportation', 95),
];

test('specific labels are listed without the general ones they imply', () => {
  expect(specificNames(labels)).toEqual(['Car', 'Dog']);
});

test('general labels are listed separately, by confidence', () => {
  expect(generalNames(labels)).toEqual(['Transportation', 'Vehicle']);
});

test('a general label is specific if nothing more specific was found', () => {
  expect(specificNames([label('Vehicle', 90)])).toEqual(['Vehicle']);
});

test('a label seen several times is listed once', () => {
  expect(specificNames([label('Dog', 70), label('Dog', 80)])).toEqual(['Dog']);
});
