import { describe, expect, test } from '@jest/globals';
import { captureSpans, previewSpans } from './spans.ts';

const WINDOW = { startSeconds: 0, windowSeconds: 30, everySeconds: 3 };

const rounded = (spans: { from: number; until: number }[]) =>
  spans.map(({ from, until }) => [from, Math.ceil(until * 100) / 100 + 0]);

describe('a preview consists of', () => {
  test('the first key frame of each stretch, plus some of the first one in case it is black', () => {
    const everySecond = Array.from({ length: 30 }, (_, second) => second);

    expect(previewSpans(everySecond, WINDOW)).toEqual(
      [0, 2, 3, 6, 9, 12, 15, 18, 21, 24, 27].map((key) => ({ from: key, until: key })),
    );
  });

  test('the path from the last key frame to the start of a stretch that has none', () => {
    expect(rounded(previewSpans([0, 5], { ...WINDOW, windowSeconds: 9 }))).toEqual([
      [0, 0],
      [5, 6],
    ]);
  });

  test('at least eight frames, omitting the longest last steps', () => {
    expect(rounded(previewSpans([0, 10.4, 11.9, 15.75, 23], WINDOW))).toEqual([
      [0, 3],
      [10.4, 10.4],
      [11.9, 12],
      [15.75, 18],
      [23, 24],
    ]);
  });

  test('nothing if there is no key frame', () => {
    expect(previewSpans([], WINDOW)).toEqual([]);
  });
});

test('a key frame before the start of the video, which leads to its first frame', () => {
  expect(rounded(previewSpans([-1, 4], { ...WINDOW, windowSeconds: 6 }))).toEqual([
    [-1, 0],
    [4, 4],
  ]);
});

test('captures are the first key frames of their stretches, half a second apart', () => {
  const taken = captureSpans([-1, 0, 0.4, 0.6, 1.4, 1.6, 1.9, 3], { ...WINDOW, everySeconds: 1.5 });

  expect(taken.map(({ from }) => from)).toEqual([0, 1.6, 3]);
});

test('captures are half a second apart, also across the edge of a stretch', () => {
  const keys = [0, 0.4, 0.9, 1.3, 1.5];

  expect(captureSpans(keys, { ...WINDOW, everySeconds: 0.5 }).map(({ from }) => from)).toEqual([
    0, 0.9, 1.5,
  ]);
});
