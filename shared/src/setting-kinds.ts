/** A stack, by its short name in `./deploy.sh --only`. */
export type Stack = 'video' | 'upload' | 'facebook';

/** How a setting's text is checked and parsed. */
export type Kind<Value> = {
  /** In words that follow "must be". */
  allowed: string;
  /** The parsed value; undefined if it is not allowed. */
  parse: (text: string) => Value | undefined;
};

/** A setting: its kind, its default as text, the stacks that use it, and its meaning. */
export type Setting<Value> = Kind<Value> & {
  fallback: string;
  /** The default on one machine, if different. */
  localFallback?: string;
  stacks: readonly Stack[];
  means: string;
};

const DECIMAL = /^\d+(?:\.\d+)?$/u;
const WHOLE = /^\d+$/u;

/** A number within bounds. */
export const number = (from: number, to: number): Kind<number> => ({
  allowed: `a number ${inWords(from, to)}`,
  parse: (text) => within(from, to, DECIMAL.test(text) ? Number(text) : NaN),
});

/** A whole number within bounds. */
export const whole = (from: number, to: number): Kind<number> => ({
  allowed: `a whole number ${inWords(from, to)}`,
  parse: (text) => within(from, to, WHOLE.test(text) ? Number(text) : NaN),
});

/** Text that matches a pattern. */
export const text = (allowed: string, form: RegExp): Kind<string> => ({
  allowed,
  parse: (given) => (form.test(given) ? given : undefined),
});

/** One of a few words. */
export const oneOf = <const Word extends string>(...words: Word[]): Kind<Word> => ({
  allowed: words.join(' or '),
  parse: (given) => words.find((word) => word === given),
});

/** An IANA time zone. */
export const timeZone = (): Kind<string> => ({
  allowed: 'a time zone such as Europe/Berlin',
  parse: (given) => {
    // The default, without loading the world's time zones, which is a tenth of a cold start.
    if (given === 'UTC') return given;
    try {
      // Offsets would also be accepted, but would be wrong for half of the year.
      if (/^[+-]/u.test(given)) return undefined;
      return new Intl.DateTimeFormat('en', { timeZone: given }).resolvedOptions().timeZone;
    } catch (error) {
      if (error instanceof RangeError) return undefined;
      throw error;
    }
  },
});

/** Any number of web origins, separated by commas. */
export const origins = (): Kind<readonly string[]> => ({
  allowed: 'origins such as https://videos.example.com, separated by commas',
  parse: (given) => {
    const listed = given.split(',').map((each) => each.trim());
    const named = listed.filter((each) => each !== '');
    return named.every(isOrigin) ? named : undefined;
  },
});

/** Whole numbers by name, such as `garden:14,door:365`. Names may contain colons, but no commas or semicolons. */
export const wholeByName = (
  from: number,
  to: number,
  mostNames: number,
): Kind<ReadonlyMap<string, number>> => ({
  allowed: `up to ${mostNames} names, each with ${whole(from, to).allowed}, such as garden:14,door:365`,
  parse: (given) => {
    const parts = given.split(',').map((each) => each.trim());
    const pairs = parts.filter((each) => each !== '').map(pairOf);
    const values = pairs.map(([name, value]) => [name, whole(from, to).parse(value)] as const);
    const byName = new Map<string, number>();
    for (const [name, value] of values) {
      if (!/^[^;]+$/u.test(name) || value === undefined || byName.has(name)) return undefined;
      byName.set(name, value);
    }
    return byName.size <= mostNames ? byName : undefined;
  },
});

const pairOf = (pair: string) => {
  const colon = pair.lastIndexOf(':');
  return [pair.slice(0, Math.max(colon, 0)).trim(), pair.slice(colon + 1).trim()] as const;
};

const within = (from: number, to: number, value: number) =>
  value >= from && value <= to ? value : undefined;

const inWords = (from: number, to: number) =>
  `from ${from.toLocaleString('en')} to ${to.toLocaleString('en')}`;

// Exactly what a browser sends as Origin; a wildcard would admit strangers' pages.
const isOrigin = (given: string) =>
  /^https?:[^*]+$/u.test(given) && URL.canParse(given) && new URL(given).origin === given;
