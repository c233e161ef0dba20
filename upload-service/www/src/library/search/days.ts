/** The first and the last day, as `2026-11-22`. */
type Days = { from?: string; to?: string };

/** The words of a date: how many there are, and the days; `wrong` if there is no such day. */
export type Said = { length: number; days: Days | 'wrong' };

/** The days at the start of these words, if any: `last week`, `2026-11`, `today..`. */
export const daysIn = (words: string[], today: string): Said | undefined => {
  const [first = '', second, third] = words.map((word) => word.toLowerCase());
  const phrase = phraseOf(first, second, third, today);
  if (phrase) return phrase;
  const days = first.includes('..') ? rangeOf(first.split('..'), today) : spanOf(first, today);
  return days && { length: 1, days };
};

const phraseOf = (first: string, second = '', third = '', today: string): Said | undefined => {
  const days = PHRASES[`${first} ${second}`]?.(today);
  if (days) return { length: 2, days };
  const number = /^\d{1,3}$/u.test(second) ? Number(second) : 0;
  const unit = UNIT_DAYS[third];
  if (!['last', 'past'].includes(first) || number === 0 || unit === undefined) return undefined;
  return { length: 3, days: { from: addDays(today, 1 - number * unit), to: today } };
};

const UNIT_DAYS: Partial<Record<string, number>> = { day: 1, days: 1, week: 7, weeks: 7 };

const PHRASES: Partial<Record<string, (today: string) => Days>> = {
  'this week': (today) => ({ from: mondayOf(today), to: today }),
  'last week': (today) => {
    const monday = mondayOf(today);
    return { from: addDays(monday, -7), to: addDays(monday, -1) };
  },
  'this month': (today) => ({ from: `${today.slice(0, 7)}-01`, to: today }),
  'last month': (today) => monthOf(addDays(`${today.slice(0, 7)}-01`, -1).slice(0, 7)),
};

const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

const rangeOf = ([start = '', end = '', ...more]: string[], today: string): Days | 'wrong' => {
  const from = start === '' ? {} : spanOf(start, today);
  const to = end === '' ? {} : spanOf(end, today);
  if (more.length > 0 || !from || !to || from === 'wrong' || to === 'wrong') return 'wrong';
  if (start === '' && end === '') return 'wrong';
  if (from.from !== undefined && to.to !== undefined && from.from > to.to)
    return rangeOf([end, start], today);
  return {
    ...(from.from !== undefined && { from: from.from }),
    ...(to.to !== undefined && { to: to.to }),
  };
};

const spanOf = (word: string, today: string): Days | 'wrong' | undefined => {
  if (word === 'today') return oneDay(today);
  if (word === 'yesterday') return oneDay(addDays(today, -1));
  const weekday = WEEKDAYS.indexOf(word);
  if (weekday >= 0) return oneDay(addDays(today, -((weekdayOf(today) - weekday + 7) % 7)));
  if (/^\d{4}-\d\d?-\d\d?$/u.test(word)) return isDay(word) ? oneDay(word) : 'wrong';
  if (/^\d{4}-\d\d$/u.test(word)) return isDay(`${word}-01`) ? monthOf(word) : 'wrong';
  return undefined;
};

const oneDay = (day: string): Days => ({ from: day, to: day });

const monthOf = (month: string): Days => {
  const first = `${month}-01`;
  const inNext = addDays(first, 31);
  return { from: first, to: addDays(`${inNext.slice(0, 7)}-01`, -1) };
};

const mondayOf = (day: string) => addDays(day, -((weekdayOf(day) + 6) % 7));

const weekdayOf = (day: string) => new Date(`${day}T00:00:00Z`).getUTCDay();

// The library has no videos from before 2000.
const isDay = (day: string) => {
  const time = Date.parse(`${day}T00:00:00Z`);
  return day.startsWith('2') && !Number.isNaN(time) && isoDay(time) === day;
};

/** The date so many days later. */
export const addDays = (day: string, days: number): string =>
  isoDay(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000);

const isoDay = (time: number) => new Date(time).toISOString().slice(0, 10);
