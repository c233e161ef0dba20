import { describe, expect, test } from '@jest/globals';
import {
  count,
  formatBytes,
  formatFromNow,
  formatPercent,
  formatMoment,
  formatTime,
} from './format.ts';

test.each([
  [0, '0 bytes'],
  [999, '999 bytes'],
  [1500, '1.5 kB'],
  [12_340_000, '12.3 MB'],
  [2_147_483_648, '2.1 GB'],
])('formats %d bytes as %s', (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});

test.each([
  [0, '0:00'],
  [4.25, '0:04'],
  [60, '1:00'],
  [123.4, '2:03'],
])('formats second %d as %s', (seconds, text) => {
  expect(formatTime(seconds)).toBe(text);
});

describe('how far away', () => {
  const now = Date.UTC(2026, 10, 22);

  test.each([
    [0, 'now'],
    [30_000, '30 seconds ago'],
    [60_000, '1 minute ago'],
    [5 * 3_600_000, '5 hours ago'],
    [86_400_000, 'yesterday'],
    [40 * 86_400_000, 'last month'],
    [-30_000, 'in 30 seconds'],
    [-27 * 60_000 - 59_000, 'in 27 minutes'],
    [-7 * 3_600_000, 'in 7 hours'],
    [-86_400_000, 'tomorrow'],
  ])('formats %d ms ago as "%s"', (ms, text) => {
    expect(formatFromNow(now - ms, now)).toBe(text);
  });
});

test('formats counts and percentages', () => {
  expect([count(1, 'label'), count(2, 'label'), formatPercent(87.62)]).toEqual([
    '1 label',
    '2 labels',
    '88 %',
  ]);
});

test('moments within one second are distinguished by tenths', () => {
  const times = [0, 0.52, 1, 83.4, 83.9];

  expect(times.map((time) => formatMoment(time, times))).toEqual([
    '0:00.0',
    '0:00.5',
    '0:01',
    '1:23.4',
    '1:23.9',
  ]);
});
