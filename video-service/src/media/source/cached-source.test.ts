import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { cachedSource } from './cached-source.ts';

const FIRST = 64 * 1024;
const NEXT = 1024 * 1024;
const SIZE = 4 * NEXT;
const file = Buffer.from(Uint32Array.from({ length: SIZE / 4 }, (_, index) => index).buffer);

const start = () => {
  const requests: [number, number][] = [];
  const source = cachedSource({
    size: SIZE,
    readRange: async (from, to) => {
      requests.push([from, to]);
      return file.subarray(from, to + 1);
    },
  });
  return { ...source, requests };
};

test('every range is read as in the file', async () => {
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

test('small consecutive reads share one request, even while it is in flight', async () => {
  const { readRange, requests } = start();

  await Promise.all([readRange(10, 19), readRange(20, 29), readRange(30, 39)]);
  await readRange(40, 49);

  expect(requests).toEqual([[10, 10 + FIRST - 1]]);
});

test('sequential reads fetch a mebibyte at a time', async () => {
  const { readRange, requests } = start();

  await readRange(0, 99);
  await readRange(FIRST, FIRST + 5);
  await readRange(FIRST + NEXT, FIRST + NEXT);

  expect(requests).toEqual([
    [0, FIRST - 1],
    [FIRST, FIRST + NEXT - 1],
    [FIRST + NEXT, FIRST + 2 * NEXT - 1],
  ]);
});

test('of a range that is partly cached only the rest is requested', async () => {
  const { readRange, requests } = start();

  await readRange(0, 99);
  await readRange(2 * FIRST, 2 * FIRST);
  await readRange(FIRST - 5, 3 * FIRST + 5);

  expect(requests).toEqual([
    [0, FIRST - 1],
    [2 * FIRST, 3 * FIRST - 1],
    [FIRST, FIRST + NEXT - 1],
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

test('the last sixteen mebibytes are kept, and earlier ones are requested again', async () => {
  const size = 20 * NEXT;
  const requests: number[] = [];
  const { readRange } = cachedSource({
    size,
    readRange: async (from, to) => {
      requests.push(from);
      return new Uint8Array(to - from + 1);
    },
  });
  const read = (mebibyte: number) => readRange(mebibyte * NEXT, (mebibyte + 1) * NEXT - 1);

  for (let mebibyte = 0; mebibyte < 16; mebibyte += 1) await read(mebibyte);
  for (let mebibyte = 0; mebibyte < 16; mebibyte += 1) await read(mebibyte);
  expect(requests).toHaveLength(16);

  await read(16);
  await read(1);
  expect(requests).toHaveLength(17);
  await read(0);
  expect(requests).toHaveLength(18);
});

test('a partial read returns what is cached from its start', async () => {
  const { readRange, readSome, requests } = start();

  await readRange(0, 9);

  expect(await readSome(10, SIZE - 1)).toHaveLength(FIRST - 10);
  expect(requests).toHaveLength(1);
});
