import { Temporal } from 'temporal-polyfill';

/** A local date and time, and its precision. */
export type WallTime = {
  time: Temporal.PlainDateTime;
  precision: 'second' | 'minute' | 'hour' | 'day';
  /** The offset from UTC (`+01:00`), if the text includes it. */
  offset?: string;
};

/** Undefined for dates and times that do not exist, such as June 31. */
export const wallTime = (fields: {
  year: number;
  month: number;
  day: number;
  hour?: number | undefined;
  minute?: number | undefined;
  second?: number | undefined;
  millisecond?: number | undefined;
}): Temporal.PlainDateTime | undefined => {
  const { hour = 0, minute = 0, second = 0, millisecond = 0, ...date } = fields;
  try {
    return Temporal.PlainDateTime.from(
      { ...date, hour, minute, second, millisecond },
      { overflow: 'reject' },
    );
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
};

// Uploads up to this long after a recording still reveal which of two identical local times was meant.
const NEAR = { hours: 2 };

/**
 * The instant of a local time in a time zone. When clocks go back, an hour occurs twice: the later one is meant if the
 * video was uploaded shortly after it, otherwise the earlier one.
 */
export const instantOf = (
  time: Temporal.PlainDateTime,
  { zone, reference }: { zone: string; reference: Temporal.Instant },
): Temporal.Instant => {
  const [earlier, later] = (['earlier', 'later'] as const).map((disambiguation) =>
    time.toZonedDateTime(zone, { disambiguation }).toInstant(),
  );
  if (!earlier || !later || exists(earlier, time, zone) !== exists(later, time, zone))
    return time.toZonedDateTime(zone).toInstant();
  const wasJustNow =
    Temporal.Instant.compare(later, reference) <= 0 &&
    Temporal.Instant.compare(reference, later.add(NEAR)) <= 0;
  return wasJustNow && exists(later, time, zone) ? later : time.toZonedDateTime(zone).toInstant();
};

const exists = (instant: Temporal.Instant, time: Temporal.PlainDateTime, zone: string) =>
  instant.toZonedDateTimeISO(zone).toPlainDateTime().equals(time);
