import { expect, test } from '@jest/globals';
import { card } from '../testing/cards.ts';
import { byDay, nameDay, shortDay, todayHere } from './days.ts';
import { EMPTY, withPart } from './listing.ts';

const daysOf = (...offsets: [hoursBefore: number, offset: string][]) => {
  const videos = offsets.map(([hours, offset]) => {
    const each = card(hours);
    return { ...each, recorded: { ...each.recorded, offset } };
  });
  const listing = withPart(EMPTY, { below: '\uffff' }, { videos }, 0);
  return byDay(listing.videos).map(({ day, videos: of }) => [day, of.map(({ name }) => name)]);
};

test('videos are listed by the day at their camera, once each, newest day first', () => {
  // At noon it is already the next day at +14:00.
  expect(
    daysOf([0, '+00:00'], [1, '+14:00'], [2, '-11:00'], [3, '+14:00'], [13, '+00:00']),
  ).toEqual([
    ['2026-11-26', ['1.mp4']],
    ['2026-11-25', ['0.mp4', '3.mp4']],
    ['2026-11-24', ['2.mp4', '13.mp4']],
  ]);
});

test.each([
  ['2026-11-25', 'Today'],
  ['2026-11-24', 'Yesterday'],
  ['2026-11-23', 'Monday 23 November'],
  ['2026-11-26', 'Thursday 26 November'],
  ['2025-12-31', 'Wednesday 31 December 2025'],
])('%s is called %s', (day, name) => {
  expect(nameDay(day, '2026-11-25')).toBe(name);
});

test('the day before January 1 is yesterday', () => {
  expect(nameDay('2025-12-31', '2026-01-01')).toBe('Yesterday');
});

test('a day is abbreviated where space is limited', () => {
  expect(shortDay('2026-11-05')).toBe('5 Nov 2026');
});

test('today is the date on this device', () => {
  expect(todayHere(new Date(2026, 0, 5, 23, 59))).toBe('2026-01-05');
});
