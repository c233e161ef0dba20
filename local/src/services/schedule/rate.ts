const UNIT_MS = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/** An unsupported schedule; `expression` is its text. */
export class UnknownSchedule extends Error {
  override readonly name = 'UnknownSchedule';
  readonly expression: string;

  constructor(expression: string) {
    super(`The local schedule knows rate(<n> minutes|hours|days), not ${expression}`);
    this.expression = expression;
  }
}

/**
 * The interval of `rate(5 minutes)` in milliseconds; throws UnknownSchedule for anything else.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rate-expressions.html
 */
export const rateMs = (expression: string): number => {
  const {
    count = '',
    unit,
    plural = '',
  } = /^rate\((?<count>[1-9]\d*) (?<unit>minute|hour|day)(?<plural>s?)\)$/u.exec(expression)
    ?.groups ?? {};
  // AWS also refuses "1 minutes" and "5 minute".
  if (!isUnit(unit) || (count === '1') !== (plural === '')) throw new UnknownSchedule(expression);
  return Number(count) * UNIT_MS[unit];
};

const isUnit = (unit: string | undefined): unit is keyof typeof UNIT_MS =>
  unit !== undefined && unit in UNIT_MS;
