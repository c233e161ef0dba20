import { expect, test } from '@jest/globals';
import { findPeaks, type HeatMaps } from './heat-maps.ts';

const CLASSES = 2;

// Four cells by three, every object reaching 1, 2, 3 and 4 pixels to its sides.
const mapsWith = (scores: Record<string, number>): HeatMaps => {
  const maps: HeatMaps = {
    columns: 4,
    rows: 3,
    classes: CLASSES,
    scores: new Float32Array(4 * 3 * CLASSES),
    reaches: Float32Array.from({ length: 4 * 3 * 4 }, (_, index) => (index % 4) + 1),
  };
  for (const [place, score] of Object.entries(scores)) {
    const [column = 0, row = 0, classIndex = 0] = place.split(',').map(Number);
    maps.scores[(row * maps.columns + column) * CLASSES + classIndex] = score;
  }
  return maps;
};

test('a peak becomes a detection with the box around its cell', () => {
  const [peak, ...others] = findPeaks(mapsWith({ '2,1,1': 0.5 }), 0.2);

  expect(peak).toEqual({
    classIndex: 1,
    score: 0.5,
    box: { left: 7, top: 2, right: 11, bottom: 8 },
  });
  expect(others).toEqual([]);
});

test('a cell next to a higher score of its class is not a peak', () => {
  const peaks = findPeaks(mapsWith({ '0,0,0': 0.75, '1,1,0': 0.5, '1,0,1': 0.25 }), 0.2);

  expect(peaks.map(({ classIndex, score }) => [classIndex, score])).toEqual([
    [0, 0.75],
    [1, 0.25],
  ]);
});

test('cells at opposite edges are not neighbours', () => {
  expect(findPeaks(mapsWith({ '3,0,0': 0.75, '0,1,0': 0.5 }), 0.2)).toHaveLength(2);
});

test('a score below the minimum is not a peak', () => {
  expect(findPeaks(mapsWith({ '1,1,0': 0.125 }), 0.2)).toEqual([]);
});
