import { expect, test } from '@jest/globals';
import type { VideoQuery } from '#api/video-query';
import { formatQuery, readQuery, without } from './query.ts';

const ALL: VideoQuery = {
  labels: ['Person', 'Stop Sign'],
  camera: 'front door',
  door: 'camera',
  state: 'ready',
  from: '2026-11-01',
  to: '2026-11-30',
  hours: { from: 22, to: 6 },
  text: '<b>&clip',
};

test('a query survives being written to an address', () => {
  expect(formatQuery(ALL)).toBe(
    '?label=Person&label=Stop+Sign&camera=front+door&door=camera&state=ready&from=2026-11-01&to=2026-11-30&hours=22-6&text=%3Cb%3E%26clip',
  );
  expect(readQuery(formatQuery(ALL))).toEqual({ query: ALL, problems: [] });
});

test('an empty query adds nothing to the address', () => {
  expect(formatQuery({ labels: [] })).toBe('');
  expect(readQuery('')).toEqual({ query: { labels: [] }, problems: [] });
});

test('invalid parts of a query are ignored and listed, and the rest is used', () => {
  expect(readQuery('?camera=garden&from=0000-01-01&state=asleep&hours=25-6&colour=red')).toEqual({
    query: { labels: [], camera: 'garden' },
    problems: [
      'state must be processing, ready or failed.',
      'from must be a date such as 2026-11-22.',
      'hours must be a range of hours such as 22-6.',
    ],
  });
});

test.each([
  ['500 labels', Array.from({ length: 500 }, (_, number) => `label=${number}`).join('&')],
  ['a camera twice', 'camera=a&camera=b'],
  ['prototypes', '__proto__=1&constructor=2&state=__proto__'],
  ['broken escapes', 'camera=%E0%A4%A&text='],
])('%s in an address do no harm', (_, search) => {
  const { query } = readQuery(`?${search}`);

  expect(query.labels).toEqual([]);
  expect(query.state).toBe(undefined);
  expect(readQuery(formatQuery(query)).problems).toEqual([]);
});

test('a condition is removed from a query', () => {
  expect(without(ALL, 'labels', 'from', 'to', 'hours', 'text', 'state')).toEqual({
    labels: [],
    camera: 'front door',
    door: 'camera',
  });
});
