import { addDays } from '../search/days.ts';
import type { Video } from './listing.ts';

/** The videos of a day, newest first. */
export type Day = { day: string; videos: Video[] };

/** The videos by the day of recording, in the camera's local time, newest day first. */
export const byDay = (videos: Video[]): Day[] => {
  const days = new Map<string, Video[]>();
  for (const video of videos) {
    const others = days.get(video.day);
    if (others) others.push(video);
    else days.set(video.day, [video]);
  }
  // With different time zones, the newest video can belong to an earlier day than the next one.
  return Array.from(days, ([day, of]) => ({ day, videos: of })).sort((one, other) =>
    one.day < other.day ? 1 : -1,
  );
};

/** "Today", "Yesterday", "Monday 23 November", or with the year if it is another one. */
export const nameDay = (day: string, today: string): string => {
  if (day === today) return 'Today';
  if (day === addDays(today, -1)) return 'Yesterday';
  const format = day.slice(0, 4) === today.slice(0, 4) ? THIS_YEAR : ANOTHER_YEAR;
  const date = new Date(`${day}T00:00:00Z`);
  return `${WEEKDAY.format(date)} ${format.format(date)}`;
};

/** "23 Nov 2026" */
export const shortDay = (day: string): string => SHORT.format(new Date(`${day}T00:00:00Z`));

/** The date on this device. */
export const todayHere = (now = new Date()): string =>
  [now.getFullYear(), now.getMonth() + 1, now.getDate()]
    .map((part) => String(part).padStart(2, '0'))
    .join('-');

const formatIn = (options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat('en-GB', { ...options, timeZone: 'UTC' });
const WEEKDAY = formatIn({ weekday: 'long' });
const THIS_YEAR = formatIn({ day: 'numeric', month: 'long' });
const ANOTHER_YEAR = formatIn({ day: 'numeric', month: 'long', year: 'numeric' });
const SHORT = formatIn({ day: 'numeric', month: 'short', year: 'numeric' });
