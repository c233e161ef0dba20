import { expect, test } from '@jest/globals';
import { momentAt } from '../testing/moments.ts';
import { momentStretches, videoStretches } from './video-stretches.ts';

test('a short video is shown whole', () => {
  expect(videoStretches([0], { start: 0, end: 7 })).toEqual([{ start: 0, end: 7 }]);
  expect(momentStretches([momentAt(3)], 7)).toEqual([{ start: 0, end: 7 }]);
});

test('a stretch begins with a key frame if there is one near', () => {
  const stretches = videoStretches([0, 6.5, 12], { start: 0, end: 32 });

  expect(stretches.slice(0, 4).map(({ start }) => start)).toEqual([0, 6.5, 8, 12]);
});

test('what comes before the opening is not shown', () => {
  const stretches = videoStretches([0, 6, 12], { start: 2, end: 34 });

  expect(stretches.slice(0, 3).map(({ start }) => start)).toEqual([2, 6, 12]);
  expect(videoStretches([0], { start: 2, end: 9 })).toEqual([{ start: 2, end: 9 }]);
});

test('of a still camera a thing is shown from its coming until its going', () => {
  expect(momentStretches([momentAt(10)], 60)).toEqual([{ start: 8.5, end: 11.5 }]);
});

test('many moments share eight seconds', () => {
  const moments = Array.from({ length: 12 }, (_, index) => momentAt(5 * index + 2));

  const stretches = momentStretches(moments, 60);

  expect(stretches).toHaveLength(8);
  expect(stretches.reduce((sum, { start, end }) => sum + end - start, 0)).toBeCloseTo(8);
});

test('nothing is shown twice when two objects are there at once', () => {
  expect(momentStretches([momentAt(10), momentAt(11)], 60)).toEqual([{ start: 8.5, end: 12.5 }]);
});

test('an object at the end of the video is not shown beyond it', () => {
  expect(momentStretches([momentAt(29.8), momentAt(0.5)], 30)).toEqual([
    { start: 0, end: 2 },
    { start: 28.3, end: 30 },
  ]);
});
