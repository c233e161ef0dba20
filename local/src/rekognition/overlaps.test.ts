import { expect, test } from '@jest/globals';
import type { Detection } from './heat-maps.ts';
import { dropRepeats } from './overlaps.ts';

const detection = (score: number, left: number, classIndex = 0): Detection => ({
  classIndex,
  score,
  box: { left, top: 0, right: left + 100, bottom: 50 },
});

test('of two detections at one place the surer one stays, whatever they see there', () => {
  const bird = detection(0.52, 0, 14);
  const airplane = detection(0.37, 20, 4);

  expect(dropRepeats([airplane, bird])).toEqual([bird]);
});

test('things beside each other stay, surest first', () => {
  const [left, right] = [detection(0.5, 0), detection(0.6, 60)];

  expect(dropRepeats([left, right])).toEqual([right, left]);
});

test('boxes that only touch do not overlap', () => {
  expect(dropRepeats([detection(0.5, 0), detection(0.4, 100), detection(0.3, 300)])).toHaveLength(
    3,
  );
});
