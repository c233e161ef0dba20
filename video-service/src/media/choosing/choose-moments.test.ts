import { expect, test } from '@jest/globals';
import { chooseMoments } from './choose-moments.ts';
import { momentAt } from '../testing/moments.ts';

test('each moment is shown at its best', () => {
  expect(chooseMoments([momentAt(3), momentAt(9)], [], 20)).toEqual([3, 9]);
});

test('a moment that is well visible in a picture taken anyway needs no other', () => {
  expect(chooseMoments([momentAt(3), momentAt(9)], [9], 20)).toEqual([3]);
});

test('a picture that shows only part of an object does not stand for it', () => {
  expect(chooseMoments([momentAt(3)], [2], 20)).toEqual([3]);
});

test('two moments within half a second share the picture of the stronger one', () => {
  expect(chooseMoments([momentAt(3), momentAt(3.4, 20)], [], 20)).toEqual([3.4]);
});

test('one picture is taken if it shows two moments well', () => {
  const views = (...scores: [number, number][]) => scores.map(([time, score]) => ({ time, score }));
  const first = { ...momentAt(3), views: views([3, 10], [3.4, 9], [4, 2]) };
  const second = { ...momentAt(4, 8), views: views([3, 2], [3.4, 7], [4, 8]) };

  expect(chooseMoments([first, second], [], 20)).toEqual([3.4]);
});

test('of too many moments, the strongest of each part of the video are shown', () => {
  const moments = [momentAt(1, 30), momentAt(2, 29), momentAt(3, 28), momentAt(50, 1)];

  expect(chooseMoments(moments, [], 2)).toEqual([1, 50]);
});

test('no moment is shown if there is no room for one', () => {
  expect(chooseMoments([momentAt(3)], [0], 0)).toEqual([]);
});
