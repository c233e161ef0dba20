import { expect, test } from '@jest/globals';
import { findingsFrom } from './inception.ts';

const probabilities = (some: Record<number, number>) =>
  Float64Array.from({ length: 1001 }, (_, index) => some[index] ?? 0);

const confidenceOf = (name: string, some: Record<number, number>) =>
  findingsFrom(probabilities(some)).find((finding) => finding.name === name)?.confidence;

test('breeds add up to a dog', () => {
  const sixBreeds = Object.fromEntries([160, 170, 180, 190, 200, 210].map((breed) => [breed, 0.1]));

  expect(confidenceOf('Dog', sixBreeds)).toBeCloseTo(50 + (50 * 0.05) / 0.45);
});

test('a scene needs a sum of 0.4 for a confidence of 50, an animal 0.55', () => {
  expect(confidenceOf('Beach', { 979: 0.4 })).toBe(50);
  expect(confidenceOf('Dog', { 160: 0.55 })).toBe(50);
  expect(confidenceOf('Dog', { 160: 0.4 })).toBeLessThan(50);
});

test('returns only label names, never class names', () => {
  expect(findingsFrom(probabilities({ 1: 1 })).map(({ name }) => name)).toEqual([
    'Animal',
    'Sea Life',
    'Fish',
  ]);
});

test('a small sum is omitted', () => {
  expect(findingsFrom(probabilities({ 979: 0.1 }))).toEqual([]);
});

test('insects that live on plants count for a plant, others do not', () => {
  const [LADYBUG, ANT] = [302, 311];

  expect(confidenceOf('Plant', { [LADYBUG]: 0.4 })).toBe(50);
  expect(confidenceOf('Plant', { [ANT]: 0.4 })).toBeUndefined();
});
