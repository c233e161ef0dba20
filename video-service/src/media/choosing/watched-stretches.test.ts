import { expect, test } from '@jest/globals';
import { watchedStretches } from './watched-stretches.ts';

test('a video that can be watched in time is watched whole', () => {
  expect(watchedStretches(60, 60)).toEqual([{ start: 0, end: 60 }]);
});

test('a longer one is watched in stretches that are spread over all of it', () => {
  expect(watchedStretches(3600, 60)).toEqual([
    { start: 0, end: 12 },
    { start: 720, end: 732 },
    { start: 1440, end: 1452 },
    { start: 2160, end: 2172 },
    { start: 2880, end: 2892 },
  ]);
});

test('one that would have a single stretch is not watched', () => {
  expect(watchedStretches(3600, 15)).toEqual([]);
});
