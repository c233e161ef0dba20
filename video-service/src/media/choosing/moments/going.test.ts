import { expect, test } from '@jest/globals';
import { isGoing, isNoClutter } from './going.ts';
import type { Thing } from './things.ts';

const seen = (lefts: number[], strength = 10, every = 1): Thing => {
  const sightings = lefts.map((left, index) => ({
    glimpse: index * every,
    blob: { left, right: left + 3, top: 10, bottom: 13, edges: 10, strength },
  }));
  const [first, last] = [sightings[0], sightings.at(-1)];
  if (!first || !last) throw new Error('Nothing is seen');
  return { first, last, sightings };
};

const calm = () => 7;
const snow = () => 9;

test('an object that travels is going, one that sways in place is not', () => {
  expect(isGoing(seen([10, 14, 18, 22]))).toBe(true);
  expect(isGoing(seen([10, 13, 10, 12, 9]))).toBe(false);
});

test('an arm that reaches further into the picture is going', () => {
  const reaching = seen([0, 0, 0, 0]).sightings.map((sighting, index) => ({
    ...sighting,
    blob: { ...sighting.blob, bottom: 13 + 5 * index },
  }));
  const [first = reaching[0], last = reaching[0]] = [reaching[0], reaching.at(-1)];

  expect(first && last && isGoing({ first, last, sightings: reaching })).toBe(true);
});

test('in a calm scene, a small object that is seen twice counts', () => {
  expect(isNoClutter(seen([10, 20]), calm)).toBe(true);
});

test('in snow, a small object must go far, and be seen most of the time', () => {
  expect(isNoClutter(seen([10, 20, 30, 40]), snow)).toBe(true);
  expect(isNoClutter(seen([10, 40]), snow)).toBe(false);
  expect(isNoClutter(seen([10, 14, 18, 22]), snow)).toBe(false);
  expect(isNoClutter(seen([10, 20, 30, 40], 10, 2), snow)).toBe(false);
});

test('in snow, a strong object counts wherever it goes', () => {
  expect(isNoClutter(seen([10, 14], 18), snow)).toBe(true);
});
