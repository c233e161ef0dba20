import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readAhead } from './read-ahead.ts';

const FIRST = 64 * 1024;
const NEXT = 1024 * 1024;
const SIZE = 4 * NEXT;
const file = Buffer.from(Uint32Array.from({ length: SIZE / 4 }, (_, index) => index).buffer);

const start = () => {
  const requests: [number, number][] = [];
  const source = readAhead({
    size: SIZE,
    readRange: async (from, to) => {
      requests.push([from, to]);
      return file.subarray(from, to + 1);
    },
  });
  return { ...source, requests };
};

test('whatever is read is what stands there', async () => {
  const range = fc.tuple(fc.nat(SIZE - 1), fc.nat(2 * NEXT));
  await fc.assert(
    fc.asyncProperty(fc.array(range, { maxLength: 40 }), async (ranges) => {
      const { readRange } = start();
      for (const [from, length] of ranges) {
        const to = Math.min(from + length, SIZE - 1);
        expect(file.subarray(from, to + 1).equals(await readRange(from, to))).toBe(true);
      }
    }),
  );
});

test('small reads one after the other are one request, also while it is under way', async () => {
  const { readRange, requests } = start();

  await Promise.all([readRange(10, 19), readRange(20, 29), readRange(30, 39)]);
  await readRange(40, 49);

  expect(requests).toEqual([[10, 10 + FIRST - 1]]);
});

test('who reads on gets more at once', async () => {
  const { readRange, requests } = start();

  await readRange(0, 99);
  await readRange(FIRST - 5, FIRST + 5);
  await readRange(FIRST - 5 + NEXT, FIRST - 5 + NEXT);

  expect(requests).toEqual([
    [0, FIRST - 1],
    [FIRST - 5, FIRST - 5 + NEXT - 1],
    [FIRST - 5 + NEXT, FIRST - 5 + 2 * NEXT - 1],
  ]);
});

test('a large read is one request, and none goes past the end', async () => {
  const { readRange, requests } = start();

  await readRange(0, 3 * NEXT);
  await readRange(SIZE - 5, SIZE - 1);

  expect(requests).toEqual([
    [0, 3 * NEXT],
    [SIZE - 5, SIZE - 1],
  ]);
});

test('of sixteen pieces that were read lately none is asked for again', async () => {
  const { readRange, requests } = start();
  const pieces = Array.from({ length: 17 }, (_, piece) => piece * 2 * FIRST);

  for (const at of pieces.slice(0, 16)) await readRange(at, at + 9);
  for (const at of pieces.slice(0, 16)) await readRange(at, at + 9);
  expect(requests).toHaveLength(16);

  for (const at of pieces.slice(16)) await readRange(at, at + 9);
  await readRange(2 * FIRST, 2 * FIRST + 9);
  expect(requests).toHaveLength(17);
  await readRange(0, 9);
  expect(requests).toHaveLength(18);
});
