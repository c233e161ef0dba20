import { expect, test } from '@jest/globals';
import { asSplice } from './hevc-units.ts';

const [PARAMETERS, CLEAN, BROKEN, IDR, TRAILING] = [32, 21, 16, 19, 1].map((kind) => kind << 1);

const frame = (...heads: (number | undefined)[]) =>
  Buffer.concat(heads.map((head = 0) => Buffer.from([0, 3, head, 1, 7])));

test('a clean random access picture becomes a broken link in all its units, and nothing else changes', () => {
  expect(asSplice(frame(PARAMETERS, CLEAN, CLEAN), 2)).toEqual(frame(PARAMETERS, BROKEN, BROKEN));
});

test('a picture at which decoders begin anew stays as it is', () => {
  expect(asSplice(frame(PARAMETERS, IDR), 2)).toEqual(frame(PARAMETERS, IDR));
});

test('another picture is no beginning, and neither is a length that leads out of the frame', () => {
  expect(asSplice(frame(PARAMETERS, TRAILING), 2)).toBeUndefined();
  expect(asSplice(Buffer.from([255, 255, 1, 1]), 2)).toBeUndefined();
});
