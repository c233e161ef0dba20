import { expect, test } from '@jest/globals';
import type { Blob } from './blobs.ts';
import { COLUMNS, ROWS } from './glimpse.ts';
import { wholenessOf } from './wholeness.ts';

const box = (left: number, top: number, width: number, height: number, edges = 40): Blob => ({
  ...{ left, top, right: left + width - 1, bottom: top + height - 1 },
  ...{ edges, strength: edges },
});

test('what comes in at one side and leaves at the other is whole between them', () => {
  const passing = [box(0, 20, 5, 8, 20), box(20, 20, 9, 8), box(40, 20, 9, 8), box(75, 20, 5, 8)];

  expect(wholenessOf(passing)).toEqual([0.3, 1, 1, 0.85]);
});

test('what goes along the lower side is whole where left and right do not cut it off', () => {
  const low = [0, 20, 40, COLUMNS - 9].map((left) => box(left, ROWS - 8, 9, 8));

  expect(wholenessOf(low)).toEqual([0.85, 1, 1, 0.85]);
});

test('what reaches in from a side is best where it reaches furthest', () => {
  const arm = [6, 12, 20, 10].map((height) => box(30, 0, 9, height, height * 2));

  expect(wholenessOf(arm)).toEqual([0.3, 0.3, 0.85, 0.3]);
});
