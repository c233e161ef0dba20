import { Temporal } from 'temporal-polyfill';
import { type WallTime, wallTime } from './wall-time.ts';

/** The time in a name: an instant, or a local time without a zone. */
export type NamedTime = { instant: Temporal.Instant } | { wall: WallTime };

/**
 * The time in a video's path, in the formats of cameras, phones and recorders. The most precise pattern wins, and the
 * file name takes precedence over its folders. Undefined if no pattern matches or the date does not exist.
 */
export const timeInName = (path: string): NamedTime | undefined => {
  const texts = [path.slice(path.lastIndexOf('/') + 1), path];
  for (const { pattern, read } of PATTERNS) {
    const matches = texts.flatMap((text) => [...text.matchAll(pattern)]);
    const named = matches.map((match) => read(match.groups ?? {}));
    const found = named.find((each) => each !== undefined);
    if (found) return found;
  }
  return undefined;
};

type Groups = Partial<Record<string, string>>;
type Pattern = { pattern: RegExp; read: (groups: Groups) => NamedTime | undefined };

const YEAR = String.raw`(?<year>20\d\d)`;
const DATE = String.raw`(?<!\d)${YEAR}(?<between>[-_.]?)(?<month>\d\d)\k<between>(?<day>\d\d)`;
const CLOCK = String.raw`(?<hour>\d\d)(?<colon>[-_.:]?)(?<minute>\d\d)\k<colon>(?<second>\d\d)`;
const GAP = String.raw`(?: at |[-_ T.]{0,2})`;
const FRACTION = String.raw`(?:[-_.]?(?<fraction>\d{3})(?!\d))?`;
const OFFSET = String.raw`(?<offset>Z|\+\d\d[:-]?\d\d|(?<=T\S*)-\d\d:?[034][05](?![-_\d]))?`;
const FOLDERS = String.raw`\/(?:[^/]*\/)*`;

const local = (groups: Groups): NamedTime | undefined => {
  const precision = precisionOf(groups);
  const time = wallTime({
    year: yearOf(groups),
    month: Number(groups['month']),
    day: Number(groups['day']),
    hour: hourOf(groups),
    minute: numberIn(groups['minute']),
    second: numberIn(groups['second']),
    millisecond: numberIn(groups['fraction']),
  });
  if (!time) return undefined;
  const offset = offsetOf(groups['offset']);
  return { wall: { time, precision, ...(offset !== undefined && { offset }) } };
};

const utc = (groups: Groups): NamedTime | undefined => local({ ...groups, offset: 'Z' });

const epoch = ({ seconds, millis }: Groups): NamedTime => ({
  instant: Temporal.Instant.fromEpochMilliseconds(
    millis === undefined ? Number(seconds) * 1000 : Number(millis),
  ),
});

/** Most precise first; each comment names the devices that use the pattern. */
const PATTERNS: Pattern[] = [
  // Google Pixel, which writes UTC.
  { pattern: regExp(String.raw`\bPXL_${DATE}_${CLOCK}(?<fraction>\d{3})`), read: utc },
  // Frigate's recordings, which are in UTC: 2026-11-22/21/garden/03.05.mp4
  {
    pattern: regExp(
      String.raw`${DATE}\/(?<hour>\d\d)\/[^/]+\/(?<minute>\d\d)\.(?<second>\d\d)\.\w+$`,
    ),
    read: utc,
  },
  // WhatsApp and macOS with a twelve-hour clock: 2026-11-22 at 9.03.05 PM
  {
    pattern: regExp(
      String.raw`${DATE}${GAP}(?<hour>\d{1,2})[.:-](?<minute>\d\d)[.:-](?<second>\d\d)\s?(?<half>[AP])M`,
    ),
    read: local,
  },
  // Most cameras, phones, dashcams and recorders: 20261122_210305, 2026-11-22 21-03-05, 2026-11-22T21:03:05Z
  { pattern: regExp(`${DATE}${GAP}${CLOCK}(?!\\d{1,2}(?!\\d))${FRACTION}${OFFSET}`), read: local },
  // VIOFO, SJCAM: 2026_1122_210305_0001F.MP4
  {
    pattern: regExp(String.raw`(?<!\d)${YEAR}_(?<month>\d\d)(?<day>\d\d)_${CLOCK}(?!\d)`),
    read: local,
  },
  // Nextbase, My150: 261122_210305_001_FH.MP4, REC_261122-210305-000123F.TS
  {
    pattern: regExp(
      String.raw`(?<![\d-])(?<shortYear>\d\d)(?<month>\d\d)(?<day>\d\d)[-_]${CLOCK}[-_]\d{3,6}`,
    ),
    read: local,
  },
  // Synology, Frigate's clips, Kerberos, Arlo: seconds or milliseconds since 1970
  {
    pattern: regExp(String.raw`(?<!\d)(?:(?<millis>1\d{12})|(?<seconds>1\d{9}))(?!\d)`),
    read: epoch,
  },
  // Xiaomi: 2026Y11M22D21H/E1_03M05S60.mp4, 2026112221/03M05S.mp4
  {
    pattern: regExp(
      String.raw`${YEAR}Y?(?<month>\d\d)M?(?<day>\d\d)D?(?<hour>\d\d)H?\/[^/]*?(?<minute>\d\d)M(?<second>\d\d)S`,
    ),
    read: local,
  },
  // motionEye, Dahua: the date in a folder and the time in the name, 2026-11-22/21-03-05.mp4
  { pattern: regExp(String.raw`${DATE}${FOLDERS}[^/\d]*${CLOCK}(?!\d)[^/]*$`), read: local },
  // The date in three folders: 2026/11/22/210305.mp4
  {
    pattern: regExp(
      String.raw`(?<!\d)${YEAR}\/(?<month>\d\d)\/(?<day>\d\d)${FOLDERS}[^/\d]*${CLOCK}(?!\d)[^/]*$`,
    ),
    read: local,
  },
  // Wyze: 20261122/21/03.mp4
  { pattern: regExp(String.raw`${DATE}\/(?<hour>\d\d)\/(?<minute>\d\d)\.\w+$`), read: local },
  // YYYY-MM-DD/HH folders
  { pattern: regExp(String.raw`${DATE}\/(?<hour>\d\d)\/`), read: local },
  // WhatsApp's VID-20261122-WA0001.mp4, and 2026-11-22.mp4
  { pattern: regExp(String.raw`${DATE}(?!\d)`), read: local },
  { pattern: regExp(String.raw`(?<!\d)${YEAR}\/(?<month>\d\d)\/(?<day>\d\d)(?!\d)`), read: local },
];

function regExp(source: string) {
  return new RegExp(source, 'gu');
}

const precisionOf = (groups: Groups): WallTime['precision'] => {
  if (groups['second'] !== undefined) return 'second';
  if (groups['minute'] !== undefined) return 'minute';
  return groups['hour'] === undefined ? 'day' : 'hour';
};

const yearOf = ({ year, shortYear }: Groups) =>
  year === undefined ? 2000 + Number(shortYear) : Number(year);

const hourOf = ({ hour, half }: Groups) => {
  if (hour === undefined || half === undefined) return numberIn(hour);
  return (Number(hour) % 12) + (half === 'P' ? 12 : 0);
};

const numberIn = (digits: string | undefined) =>
  digits === undefined ? undefined : Number(digits);

const offsetOf = (text: string | undefined) => {
  if (text === undefined) return undefined;
  if (text === 'Z') return '+00:00';
  const digits = text.replaceAll(/[^\d]/gu, '');
  return `${text.slice(0, 1)}${digits.slice(0, 2)}:${digits.slice(2)}`;
};
