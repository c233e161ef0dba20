import { expect, test } from '@jest/globals';
import { repeatedPictures } from './repeated-pictures.ts';

const thumbnails = (...grays: number[]) =>
  Buffer.concat(grays.map((gray) => Buffer.alloc(32 * 18, gray)));

test('a picture stands for those after it until one differs', () => {
  expect(repeatedPictures(thumbnails(10, 11, 90, 90, 10), 5)).toEqual([0, 0, 2, 2, 4]);
});

test('slow changes are compared with the kept picture, not the previous one', () => {
  expect(repeatedPictures(thumbnails(10, 11, 12, 13, 14), 5)).toEqual([0, 0, 2, 2, 4]);
});
