import { expect, test } from '@jest/globals';
import { beginsAnew } from './h264-units.ts';

const [IDR, OTHER_SLICE, PARAMETERS] = [0x65, 0x41, 0x67].map((head) =>
  Buffer.from([head, 1, 2, 3]),
);

const units = (before: (unit: Buffer) => number[], ...list: (Buffer | undefined)[]) =>
  Buffer.concat(list.flatMap((unit) => (unit ? [Buffer.from(before(unit)), unit] : [])));
const withLengths = (unit: Buffer) => [0, 0, 0, unit.length];
const withCodes = () => [0, 0, 1];

test('a decoder begins anew with an IDR picture, whatever parameters come first', () => {
  expect(beginsAnew(units(withLengths, PARAMETERS, IDR), 4)).toBe(true);
  expect(beginsAnew(units(withCodes, PARAMETERS, IDR))).toBe(true);
});

test('a decoder does not begin anew with another key frame', () => {
  expect(beginsAnew(units(withLengths, PARAMETERS, OTHER_SLICE), 4)).toBe(false);
  expect(beginsAnew(units(withCodes, PARAMETERS, OTHER_SLICE))).toBe(false);
});

test('a length that leads out of the frame ends the search', () => {
  expect(beginsAnew(Buffer.from([255, 255, 255, 255, 1, 2]), 4)).toBe(false);
  expect(beginsAnew(Buffer.alloc(9), 4)).toBe(false);
});
