import { expect, test } from '@jest/globals';
import { generalNames, specificNames } from './label-names.ts';
import type { Label } from './metadata.ts';

const label = (Name: string, Confidence: number, ...parents: string[]): Label => ({
  ...{ Name, Confidence, Instances: [], Categories: [], Aliases: [] },
  Parents: parents.map((parent) => ({ Name: parent })),
});
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
