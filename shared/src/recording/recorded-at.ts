import { Temporal } from 'temporal-polyfill';
import { timeInName } from './name-time.ts';
import type { Recorded } from './recorded.ts';
import { instantOf, type WallTime } from './wall-time.ts';

/** The clues to when a video was recorded. All instants are ISO 8601 with an offset. */
export type RecordingClues = {
  key: string;
  uploadedAt: string;
  /** The IANA time zone of cameras that do not report theirs. */
  zone: string;
  /** `com.apple.quicktime.creationdate`, which includes its offset. */
  creationDate?: string | undefined;
  /** `creation_time` of the container: UTC by specification, local time in many cameras. */
  creationTime?: string | undefined;
  /** When the file was last written, with the sending machine's offset. */
  fileTime?: string | undefined;
};

/**
 * When the video was recorded, from the first plausible clue: a tag with an offset, the file name, the container's
 * creation time, the file's modification time, the upload. Clues in the future or before 2000 are ignored.
 */
export const recordedAt = (clues: RecordingClues): Recorded => {
  const context = contextOf(clues);
  for (const [from, read] of CLUES) {
    const moment = read(clues, context);
    if (moment && isPossible(moment.toInstant(), context.uploaded)) return describe(moment, from);
  }
  return describe(context.uploaded.toZonedDateTimeISO(context.zone), 'upload');
};

type Context = {
  uploaded: Temporal.Instant;
  /** The known instant that is closest to the recording. */
  reference: Temporal.Instant;
  /** The sender's own offset if known, otherwise the bank's zone. */
  zone: string;
};

type Clue = (clues: RecordingClues, context: Context) => Temporal.ZonedDateTime | undefined;

const contextOf = ({ uploadedAt, fileTime, zone }: RecordingClues): Context => {
  const uploaded = Temporal.Instant.from(uploadedAt);
  const file = zoned(fileTime);
  return file && isPossible(file.toInstant(), uploaded)
    ? {
        uploaded,
        reference: file.toInstant(),
        zone: file.offset === '+00:00' ? zone : file.timeZoneId,
      }
    : { uploaded, reference: uploaded, zone };
};

const fromTag: Clue = ({ creationDate }) => zoned(creationDate);

const fromName: Clue = (clues, context) => {
  const named = timeInName(clues.key.replace(/^videos\//u, ''));
  if (!named) return undefined;
  if ('instant' in named) return named.instant.toZonedDateTimeISO(context.zone);
  const { wall } = named;
  return (
    refined(wall, clues, context) ?? instantOfWall(wall, context).toZonedDateTimeISO(context.zone)
  );
};

const instantOfWall = ({ time, offset }: WallTime, { zone, reference }: Context) =>
  instantOf(time, { zone: offset ?? zone, reference });

// A name that contains only the day or the hour is refined by a more exact clue of that day or hour.
const refined = ({ time, precision }: WallTime, clues: RecordingClues, context: Context) => {
  if (precision === 'second' || precision === 'minute') return undefined;
  const closer = [
    fromCreationTime(clues, context),
    context.reference.toZonedDateTimeISO(context.zone),
  ];
  return closer.find((each) =>
    each?.toPlainDateTime().round({ smallestUnit: precision, roundingMode: 'floor' }).equals(time),
  );
};

const fromCreationTime: Clue = ({ creationTime }, context) => {
  const asUtc = zoned(creationTime)?.toInstant();
  if (!asUtc) return undefined;
  const wall = asUtc.toZonedDateTimeISO('UTC').toPlainDateTime();
  const asLocal = instantOf(wall, context);
  const isLocal = isPossible(asUtc, context.uploaded)
    ? wasJustBefore(asLocal, context.reference) && !wasJustBefore(asUtc, context.reference)
    : true;
  return (isLocal ? asLocal : asUtc).toZonedDateTimeISO(context.zone);
};

const fromFile: Clue = ({ fileTime }) => zoned(fileTime);

const CLUES: [Recorded['from'], Clue][] = [
  ['tag', fromTag],
  ['name', fromName],
  ['creation_time', fromCreationTime],
  ['file', fromFile],
];

const FIRST = Temporal.Instant.from('2000-01-01T00:00:00Z');
// Camera clocks run slightly fast.
const TOLERANCE = { minutes: 5 };
const SHORTLY = { minutes: 30 };

const isPossible = (instant: Temporal.Instant, uploaded: Temporal.Instant) =>
  Temporal.Instant.compare(instant, FIRST) >= 0 &&
  Temporal.Instant.compare(instant, uploaded.add(TOLERANCE)) <= 0;

const wasJustBefore = (instant: Temporal.Instant, reference: Temporal.Instant) =>
  isPossible(instant, reference) && Temporal.Instant.compare(instant.add(SHORTLY), reference) >= 0;

// An ISO 8601 time with an offset; undefined for anything else, since files can claim anything.
const zoned = (text: string | undefined): Temporal.ZonedDateTime | undefined => {
  const [, time, sign, hours, minutes] =
    /^([\d-]{10}[T ][\d:.]+)(?:([+-])(\d\d):?(\d\d)|Z)$/u.exec(text?.trim() ?? '') ?? [];
  if (time === undefined) return undefined;
  const zone = sign === undefined ? '+00:00' : `${sign}${hours}:${minutes}`;
  try {
    return Temporal.PlainDateTime.from(time.replace(' ', 'T')).toZonedDateTime(zone);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
};

const describe = (moment: Temporal.ZonedDateTime, from: Recorded['from']): Recorded => ({
  at: moment.toInstant().toString({ fractionalSecondDigits: 3 }),
  offset: moment.offset,
  from,
});
