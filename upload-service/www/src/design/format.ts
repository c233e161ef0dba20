const formatIn = (unit: string, unitDisplay: 'short' | 'long' = 'short') =>
  new Intl.NumberFormat('en', { style: 'unit', unit, unitDisplay, maximumFractionDigits: 1 });
// The short form has no plural.
const BYTES = formatIn('byte', 'long');
const UNITS = [BYTES, formatIn('kilobyte'), formatIn('megabyte'), formatIn('gigabyte')];
const SECONDS_PER_MINUTE = 60;

/** 1,500,000 as "1.5 MB". */
export const formatBytes = (bytes: number): string => {
  const power = bytes < 1 ? 0 : Math.min(Math.floor(Math.log10(bytes) / 3), UNITS.length - 1);
  return (UNITS[power] ?? BYTES).format(bytes / 1000 ** power);
};

/** 83.4 seconds as "1:23". */
export const formatTime = (seconds: number): string => {
  const whole = Math.floor(seconds);
  const rest = String(whole % SECONDS_PER_MINUTE).padStart(2, '0');
  return `${Math.floor(whole / SECONDS_PER_MINUTE)}:${rest}`;
};

/** A time in a list: 83.4 seconds as "1:23", or as "1:23.4" if another time falls into the same second. */
export const formatMoment = (seconds: number, all: number[]): string => {
  const second = Math.floor(seconds);
  const isAlone = all.filter((each) => Math.floor(each) === second).length < 2;
  const tenths = Math.floor((seconds - second) * 10 + 1e-6);
  return isAlone ? formatTime(seconds) : `${formatTime(seconds)}.${tenths}`;
};

/** "1 label", "2 labels". */
export const count = (number: number, noun: string): string =>
  `${number} ${noun}${number === 1 ? '' : 's'}`;

/** 87.62 as "88 %". */
export const formatPercent = (percent: number): string => `${Math.round(percent)} %`;

/** How far away a moment is, such as "3 minutes ago" or "in 5 hours". */
export const formatFromNow = (time: number, now = Date.now()): string => {
  const away = time - now;
  const [unit, ms] = AWAY.find(([, each]) => Math.abs(away) >= each) ?? ['second', 1000];
  return new Intl.RelativeTimeFormat('en', { numeric: 'auto' }).format(Math.trunc(away / ms), unit);
};

const AWAY: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 365 * 86_400_000],
  ['month', 30 * 86_400_000],
  ['week', 7 * 86_400_000],
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
];
