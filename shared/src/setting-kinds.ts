/** A stack, by the short name that `./deploy.sh --only` takes. */
export type Stack = 'video' | 'upload' | 'facebook';

/** Which texts stand for a value, and for which. */
export type Kind<Value> = {
  /** In words, to go on after "must be". */
  allowed: string;
  /** The value that the text stands for; undefined when it is not allowed. */
  parse: (text: string) => Value | undefined;
};

/** What an operator may choose: its kind, its default as text, the stacks that use it, and what it means. */
export type Setting<Value> = Kind<Value> & {
  fallback: string;
  /** The default on one machine, where it is another one. */
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

/** A text of one form. */
export const text = (allowed: string, form: RegExp): Kind<string> => ({
  allowed,
  parse: (given) => (form.test(given) ? given : undefined),
});

/** One of a few words. */
export const oneOf = <const Word extends string>(...words: Word[]): Kind<Word> => ({
  allowed: words.join(' or '),
  parse: (given) => words.find((word) => word === given),
});

/** A time zone by its IANA name. */
export const timeZone = (): Kind<string> => ({
  allowed: 'a time zone such as Europe/Berlin',
  parse: (given) => {
    try {
      // Offsets would be taken, too, and would be wrong for half of the year.
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

/** Whole numbers by name, such as `garden:14,door:365`; a colon may be part of a name, a comma and a semicolon may not. */
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

// What a browser sends as Origin, to the letter; a wildcard would let in pages of strangers.
const isOrigin = (given: string) =>
  /^https?:[^*]+$/u.test(given) && URL.canParse(given) && new URL(given).origin === given;
