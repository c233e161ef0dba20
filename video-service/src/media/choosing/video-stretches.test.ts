import { expect, test } from '@jest/globals';
import { momentAt } from '../testing/moments.ts';
import { momentStretches, videoStretches } from './video-stretches.ts';

test('a short video is shown completely', () => {
  expect(videoStretches([0], 7)).toEqual([{ start: 0, end: 7 }]);
  expect(momentStretches([momentAt(3)], 7)).toEqual([{ start: 0, end: 7 }]);
});

test('a stretch begins with a key frame if there is one nearby', () => {
  const stretches = videoStretches([0, 6.5, 12], 32);

  expect(stretches.slice(0, 4).map(({ start }) => start)).toEqual([0, 6.5, 8, 12]);
});

test('for a stationary camera, an object is shown from when it comes until it goes', () => {
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
