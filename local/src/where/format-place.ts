import { nameStage, type Place } from '@video-service/shared/where/place';

const MS_PER_SECOND = 1000;
const UNITS: [name: string, seconds: number][] = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
];

/** A place in words, one line per known fact. */
export const formatPlace = (place: Place, now: number): string => {
  const { id, key, since, tries, next, causes, unknown } = place;
  return [
    `${id}  ${key ?? ''}`.trimEnd(),
    `  ${nameStage(place)}${since === undefined ? '' : `, since ${timeOf(since, now)}`}`,
    ...(tries !== undefined && tries > 1 ? [`  started ${tries} times`] : []),
    ...(next
      ? [`  next: ${next.what}${next.at === undefined ? '' : `, ${timeOf(next.at, now)}`}`]
      : []),
    ...causes.map(
      ({ message, hint }) => `  why: ${message}${hint === undefined ? '' : ` ${hint}`}`,
    ),
    ...unknown.map((what) => `  not known: ${what}`),
  ].join('\n');
};

const timeOf = (at: string, now: number) => {
  const seconds = Math.round((Date.parse(at) - now) / MS_PER_SECOND);
  const [name, unit] = UNITS.find((each) => Math.abs(seconds) >= each[1]) ?? ['second', 1];
  const count = Math.floor(Math.abs(seconds) / unit);
  const amount = `${count} ${name}${count === 1 ? '' : 's'}`;
  return `${at} (${seconds > 0 ? `in ${amount}` : `${amount} ago`})`;
};
