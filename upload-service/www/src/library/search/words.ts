/** A word of a search: `person`, `"stop sign"`, `camera:garden` or `camera:"front door"`. */
export type Word = {
  /** The part before the colon, in lower case. */
  key?: string;
  value: string;
  isQuoted: boolean;
  /** The word as typed. */
  typed: string;
};

const WORD = /(?:(?<key>[a-z]+):)?(?:"(?<quoted>(?:\\.|[^"\\])*)"?|(?<plain>[^\s"]*))/giu;

/** The words of a search. Only these keys are recognized before a colon. */
export const wordsIn = (text: string, keys: ReadonlySet<string>): Word[] =>
  Array.from(text.matchAll(WORD), wordOf(keys)).filter(
    ({ key, value, isQuoted }) => key !== undefined || value !== '' || isQuoted,
  );

const wordOf = (keys: ReadonlySet<string>) => (match: RegExpExecArray) => {
  const [typed] = match;
  const { key, quoted, plain = '' } = match.groups ?? {};
  const isQuoted = quoted !== undefined;
  const value = isQuoted ? quoted.replaceAll(/\\(.)/gu, '$1') : plain;
  if (key === undefined) return { value, isQuoted, typed };
  const name = key.toLowerCase();
  if (keys.has(name)) return { key: name, value, isQuoted, typed };
  return { value: `${key}:${value}`, isQuoted, typed };
};

/** A value as a word, quoted if necessary. */
export const quote = (value: string): string =>
  /^[^\s":\\]+$/u.test(value) ? value : `"${value.replaceAll(/["\\]/gu, '\\$&')}"`;
