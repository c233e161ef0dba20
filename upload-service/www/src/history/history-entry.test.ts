import { describe, expect, test } from '@jest/globals';
import { parseHistory, remember, search, update, type HistoryEntry } from './history-entry.ts';

const entry = (n: number, labels: string[] = []): HistoryEntry => ({
  session: `0b8f1c54-6f0b-4d6e-9f6a-${String(n).padStart(12, '0')}`,
  file: `clip-${n}.mp4`,
  addedAt: n,
  status: 0,
  labels,
});

describe('the stored history', () => {
  test('is read back unchanged', () => {
    const entries = [entry(1, ['Car']), entry(2)];

    expect(parseHistory(JSON.stringify(entries))).toEqual(entries);
  });

  test.each([
    ['nothing', null],
    ['no JSON', '[{"session":'],
    ['no list', '{"a":1}'],
    ['other things', '[1, null, {"session": "4711"}]'],
  ])('is empty if it is %s', (_what, stored) => {
    expect(parseHistory(stored)).toEqual([]);
  });

  test('loses only unreadable entries', () => {
    expect(parseHistory(JSON.stringify([{ session: 7 }, entry(1)]))).toEqual([entry(1)]);
  });
});

test('the newest upload comes first, and each session once', () => {
  const entries = [entry(1), entry(2), entry(1)].reduce<HistoryEntry[]>(remember, []);

  expect(entries).toEqual([entry(1), entry(2)]);
});

test('the oldest uploads are dropped beyond the limit', () => {
  const entries = Array.from({ length: 250 }, (_, n) => entry(n)).reduce<HistoryEntry[]>(
    remember,
    [],
  );

  expect([entries.length, entries[0]?.addedAt, entries.at(-1)?.addedAt]).toEqual([200, 249, 50]);
});

test('changes of a session update its entry in place', () => {
  const news = { status: 1, labels: ['Car'] } as const;

  expect(update([entry(1), entry(2)], entry(2).session, { ...news, labels: ['Car'] })).toEqual([
    entry(1),
    { ...entry(2, ['Car']), status: 1 },
  ]);
});

test.each([
  ['', [1, 2]],
  ['car', [1]],
  ['stop SIGN', [1]],
  ['clip-2', [2]],
  ['car bicycle', []],
])('a search for "%s" finds %j', (query, found) => {
  const entries = [entry(1, ['Car', 'Stop Sign']), entry(2, ['Bicycle'])];

  expect(search(entries, query).map(({ addedAt }) => addedAt)).toEqual(found);
});
