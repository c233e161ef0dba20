import { expect, test } from '@jest/globals';
import { backoffMs } from './backoff.ts';

test('each attempt waits twice as long, up to a limit', () => {
  expect([0, 1, 2, 3, 10].map((attempt) => backoffMs(attempt, 1))).toEqual([
    500, 1000, 2000, 4000, 15_000,
  ]);
});

test('a wait is randomised over its second half', () => {
  expect([backoffMs(1, 0), backoffMs(1, 0.5)]).toEqual([500, 750]);
});
