import { expect, test } from '@jest/globals';
import { watchedStretches } from './watched-stretches.ts';

test('a video that can be sampled in time is sampled completely', () => {
  expect(watchedStretches(60, 60)).toEqual([{ start: 0, end: 60 }]);
});

test('a longer one is sampled in stretches spread over all of it', () => {
  expect(watchedStretches(3600, 60)).toEqual([
    { start: 0, end: 12 },
    { start: 720, end: 732 },
    { start: 1440, end: 1452 },
    { start: 2160, end: 2172 },
    { start: 2880, end: 2892 },
  ]);
});

test('one that would have only a single stretch is not sampled', () => {
  expect(watchedStretches(3600, 15)).toEqual([]);
});
