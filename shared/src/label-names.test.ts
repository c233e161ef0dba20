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

test('labels are named after what they are, not after what that is a kind of', () => {
  expect(specificNames(labels)).toEqual(['Car', 'Dog']);
});

test('what labels are kinds of is named apart, the surest first', () => {
  expect(generalNames(labels)).toEqual(['Transportation', 'Vehicle']);
});

test('a general name that nothing specific was found for is specific', () => {
  expect(specificNames([label('Vehicle', 90)])).toEqual(['Vehicle']);
});

test('a label that was seen often is named once', () => {
  expect(specificNames([label('Dog', 70), label('Dog', 80)])).toEqual(['Dog']);
});
