import { expect, test } from '@jest/globals';
import { cursorAt } from '../library/cursor.ts';
import { parseListRequest } from './list-request.ts';

const AT = '2026-11-22T20:03:05.000Z#0b8f1c54-6f0b-4d6e-9f6a-1d5c1c0a7e11';

const read = (queryString: string) => {
  const { success, output, issues } = parseListRequest(queryString);
  return success ? output : issues.map(({ message }) => message).join(' ');
};

test('accepts every parameter', () => {
  expect(
    read(
      'label=Person&label=Dog&camera=front+door&door=camera&state=ready&from=2026-11-01&to=2026-11-30&hours=22-6&text=clip&limit=10',
    ),
  ).toEqual({
    query: {
      labels: ['Person', 'Dog'],
      camera: 'front door',
      door: 'camera',
      state: 'ready',
      from: '2026-11-01',
      to: '2026-11-30',
      hours: { from: 22, to: 6 },
      text: 'clip',
    },
    limit: 10,
  });
});

test('without parameters, returns all videos, fifty at a time', () => {
  expect(read('')).toEqual({ query: { labels: [] }, limit: 50 });
});

test('a cursor continues where its query stopped', () => {
  const query = { labels: ['Dog'], hours: { from: 22, to: 6 } };
  const cursor = cursorAt(AT, query);

  expect(read(`hours=22-6&label=Dog&cursor=${cursor}`)).toEqual({ query, limit: 50, before: AT });
});

test.each([
  ['of another query', `label=Cat&cursor=${cursorAt(AT, { labels: ['Dog'] })}`],
  ['of no query', 'cursor=bm9uc2Vuc2U'],
  ['made up', `cursor=${Buffer.from(JSON.stringify(['x', AT])).toString('base64url')}`],
])('a cursor %s is refused', (_, queryString) => {
  expect(read(queryString)).toBe('cursor does not belong to this query.');
});

test.each([
  ['from=0000-01-01', 'from must be a date such as 2026-11-22.'],
  ['to=2026-02-30', 'to is a day that does not exist.'],
  ['hours=22', 'hours must be a range of hours such as 22-6.'],
  ['hours=25-6', 'hours must be a range of hours such as 22-6.'],
  ['door=window', 'door must be page, messenger or camera.'],
  ['state=asleep', 'state must be processing, ready or failed.'],
  ['limit=0', 'limit must be at least 1.'],
  ['limit=101', 'limit must be at most 100.'],
  ['limit=ten', 'limit must be a number.'],
  ['label=', 'label is empty.'],
  [`camera=${'x'.repeat(101)}`, 'camera is longer than 100 characters.'],
  ['colour=red', 'Unknown parameter: colour.'],
  ['__proto__=1', 'Unknown parameter: __proto__.'],
  [`cursor=${'x'.repeat(301)}`, 'cursor is too long.'],
  [
    Array.from({ length: 500 }, (_, number) => `label=${number}`).join('&'),
    'More than 10 labels were given.',
  ],
])('%s is refused with the reason', (queryString, message) => {
  expect(read(queryString)).toBe(message);
});

test('a repeated parameter is refused, except for labels', () => {
  expect(read('camera=a&camera=b')).toBe('camera can be given only once.');
});
