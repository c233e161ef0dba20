import { expect, test } from '@jest/globals';
import { findSteady } from './steady.ts';
import type { Thing } from './things.ts';

const GLIMPSES = 100;

/** A small thing whose left side is at these cells, one glimpse after the other. */
const seenAt = (lefts: number[], top = 10): Thing => {
  const sightings = lefts.map((left, glimpse) => ({
    glimpse,
    blob: { left, right: left + 2, top, bottom: top + 2, edges: 8, strength: 8 },
  }));
  const [first, last] = [sightings[0], sightings.at(-1)];
  if (!first || !last) throw new Error('Nothing is seen');
  return { first, last, sightings };
};

const across = Array.from({ length: 12 }, (_, look) => 5 + 6 * look);

test('what goes far at an even pace is steady, however small it is', () => {
  const passing = seenAt(across);

  expect(findSteady([passing], GLIMPSES)).toEqual(
    new Set(passing.sightings.map(({ blob }) => blob)),
  );
});

test('what is now here and now there, hardly moves, or is soon gone is not steady', () => {
  const raindrops = seenAt([5, 30, 12, 44, 20, 61, 33, 70]);
  const leaf = seenAt([5, 6, 7, 8, 9, 10, 11, 12]);
  const brief = seenAt([5, 20, 35, 50]);

  expect(findSteady([raindrops, leaf, brief], GLIMPSES)).toEqual(new Set());
});

test('where many things are steady at a time, as in snow, none of them counts', () => {
  const snow = Array.from({ length: 10 }, (_, flake) => seenAt(across, flake));

  expect(findSteady(snow, GLIMPSES)).toEqual(new Set());
});
