import { expect, test } from '@jest/globals';
import { overlaidSource } from './overlaid-source.ts';
import type { RangeSource } from './range-source.ts';

const sourceOf = (text: string): RangeSource => ({
  size: text.length,
  readRange: (start, end) => {
    if (start < 0 || end >= text.length) throw new Error('There are no such bytes');
    return Promise.resolve(Buffer.from(text.slice(start, end + 1)));
  },
});

const everyRange = async (source: RangeSource) => {
  const read: string[] = [];
  for (let start = 0; start < source.size; start += 1)
    for (let end = start; end < source.size; end += 1)
      read.push(Buffer.from(await source.readRange(start, end)).toString());
  return read;
};

test.each([
  [0, 'AB', 'ABcdef'],
  [2, 'CD', 'abCDef'],
  [4, 'EF', 'abcdEF'],
  [5, 'FGH', 'abcdeFGH'],
  [6, 'GH', 'abcdefGH'],
])('bytes from %d on are replaced by %s in every range', async (position, bytes, expected) => {
  const source = overlaidSource(sourceOf('abcdef'), position, Buffer.from(bytes));

  expect(source.size).toBe(expected.length);
  expect(await everyRange(source)).toEqual(await everyRange(sourceOf(expected)));
});
