import { expect, test } from '@jest/globals';
import { repeatedPictures } from './repeated-pictures.ts';

const thumbnails = (...grays: number[]) =>
  Buffer.concat(grays.map((gray) => Buffer.alloc(32 * 18, gray)));

test('a picture stands for those after it until one differs', () => {
  expect(repeatedPictures(thumbnails(10, 11, 90, 90, 10), 5)).toEqual([0, 0, 2, 2, 4]);
});

test('what changes slowly is compared with what was kept, not with what came just before', () => {
  expect(repeatedPictures(thumbnails(10, 11, 12, 13, 14), 5)).toEqual([0, 0, 2, 2, 4]);
});
