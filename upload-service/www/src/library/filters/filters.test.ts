import { expect, test } from '@jest/globals';
import type { VideoQuery } from '#api/video-query';
import { without } from '../query.ts';
import { filtersOf } from './filters.ts';

const ALL: VideoQuery = {
  labels: ['Dog', '<b>'],
  camera: 'front door',
  door: 'messenger',
  state: 'processing',
  from: '2026-11-01',
  to: '2026-11-30',
  hours: { from: 22, to: 6 },
  text: 'clip',
};

test('each condition has a name, and a query without it', () => {
  const filters = filtersOf(ALL);

  expect(filters.map(({ name }) => name)).toEqual([
    'Dog',
    '<b>',
    'camera front door',
    'from Messenger',
    'in progress',
    '1 Nov 2026 to 30 Nov 2026',
    '22:00 to 6:00',
    'name with “clip”',
  ]);
  expect(filters[0]?.rest).toEqual({ ...ALL, labels: ['<b>'] });
  expect(filters[5]?.rest).toEqual(without(ALL, 'from', 'to'));
});

test.each<[VideoQuery, string]>([
  [{ labels: [], from: '2026-11-01' }, 'since 1 Nov 2026'],
  [{ labels: [], to: '2026-11-01' }, 'until 1 Nov 2026'],
  [{ labels: [], from: '2026-11-01', to: '2026-11-01' }, '1 Nov 2026'],
  [{ labels: [], door: 'page' }, 'from this page'],
  [{ labels: [], door: 'camera' }, 'from cameras'],
])('%j is called %s', (query, name) => {
  expect(filtersOf(query)).toEqual([{ name, rest: { labels: [] } }]);
});

test('an empty query has no filters', () => {
  expect(filtersOf({ labels: [] })).toEqual([]);
});
