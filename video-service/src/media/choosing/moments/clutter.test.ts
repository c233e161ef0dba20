import { expect, test } from '@jest/globals';
import type { Blob } from './blobs.ts';
import { findClutter } from './clutter.ts';
import type { Thing } from './things.ts';

const blobAt = (left: number, strength: number): Blob => ({
  ...{ left, right: left + 3, top: 20, bottom: 24 },
  edges: 12,
  strength,
});

const drops = Array.from({ length: 60 }, (_, glimpse) => ({
  glimpse,
  blob: blobAt((glimpse * 29) % 76, 14),
}));
const things = drops.map((drop): Thing => ({ first: drop, last: drop, sightings: [drop] }));
const blobsOf = drops.map(({ blob }) => [blob]);

test('where it is calm, everything but noise stands out', () => {
  expect(findClutter([], blobsOf)(blobAt(40, 8))).toBe(7);
});

test('beside raindrops stands out what has stronger edges, though not more of them', () => {
  const leastStrength = findClutter(things, blobsOf);

  expect(leastStrength(blobAt(40, 14))).toBeCloseTo(1.8 * 14);
});
