import { expect, test } from '@jest/globals';
import { giveTimes, isHidden, type PlacedFrame } from './hidden-frames.ts';

const HIDDEN = undefined;

const placed = (...seconds: (number | undefined)[]) => {
  const frames: PlacedFrame[] = seconds.map((shown, sample) => ({
    sample,
    seconds: shown,
    time: 0,
  }));
  const start = giveTimes(frames);
  return { start, times: frames.map(({ time }) => time) };
};

test('shown frames are at even microseconds, and those that lead to them at odd ones just before', () => {
  const { start, times } = placed(HIDDEN, HIDDEN, 0, 1 / 30, HIDDEN, 0.5);

  expect({ start, times }).toEqual({ start: 4, times: [1, 3, 4, 33_338, 33_339, 500_004] });
  expect(times.map((time) => isHidden(time / 1_000_000))).toEqual([
    true,
    true,
    false,
    false,
    true,
    false,
  ]);
});

test('of two frames in the same millisecond the first is hidden', () => {
  expect(placed(0, 0.4993, 0.5).times).toEqual([0, 1, 500_000]);
});

test('a frame begins earlier within its millisecond if the hidden frames after it have no room', () => {
  expect(placed(0, 0.499_999, HIDDEN, HIDDEN, 0.500_002).times).toEqual([
    0, 499_996, 499_997, 499_999, 500_002,
  ]);
});

test('without any room there are no times', () => {
  const many = Array.from({ length: 600 }, () => HIDDEN);

  expect(placed(0, 0.4999, ...many, 0.500_002).start).toBeUndefined();
});
