import type { ReadQuery } from '../query.ts';
import { daysIn } from './days.ts';
import { createDraft, type Draft } from './draft.ts';
import { type Word, wordsIn } from './words.ts';

/** The bank's known labels and cameras; any other word is a part of the file name. */
export type Known = { labels: readonly string[]; cameras: readonly string[] };

// Labels have few words: "Person Riding A Bicycle".
const MAX_WORDS_TOGETHER = 5;

/**
 * Parses a search such as `person camera:garden 22-6 last week`, and lists the words it does not understand. `today` is
 * a date such as `2026-11-22`.
 */
export const parseSearch = (text: string, known: Known, today: string): ReadQuery => {
  const draft = createDraft();
  const names = { labels: byLowerCase(known.labels), cameras: byLowerCase(known.cameras) };
  const context = { draft, names, today };
  const words = wordsIn(text, KEYS);
  for (let at = 0; at < words.length;)
    at += readNext(words.slice(at, at + MAX_WORDS_TOGETHER), context);
  return draft.end();
};

type Names = Record<keyof Known, ReadonlyMap<string, string>>;
type Context = { draft: Draft; names: Names; today: string };

/** How many of the words were understood. */
type Reader = (words: Word[], context: Context) => number;

const KEYS = new Set(['label', 'camera', 'door', 'state', 'hours', 'date', 'name']);

const byLowerCase = (names: readonly string[]) =>
  new Map(names.map((name) => [name.toLowerCase(), name]));

const readKeyed: Reader = ([word], { draft, names, today }) => {
  if (word?.key === undefined) return 0;
  const { key, value, typed } = word;
  const lower = value.toLowerCase();
  if (key === 'label') draft.addLabel(typed, names.labels.get(lower) ?? value);
  if (key === 'camera') draft.add(key, typed, names.cameras.get(lower) ?? value);
  if (key === 'door' || key === 'state') draft.add(key, typed, lower);
  if (key === 'hours') draft.add(key, typed, hoursIn(value) ?? value);
  if (key === 'name') draft.addText(typed, value);
  if (key === 'date') draft.addDays(typed, daysIn(value.split(/\s+/u), today)?.days ?? 'wrong');
  return 1;
};

const readDays: Reader = (words, { draft, today }) => {
  const plain = plainOnes(words);
  const said = daysIn(plain, today);
  if (!said) return 0;
  draft.addDays(plain.slice(0, said.length).join(' '), said.days);
  return said.length;
};

// The longest name that the words form: "stop sign" rather than "sign".
const readLabel: Reader = (words, { draft, names }) => {
  const [first] = words;
  const plain = first?.isQuoted ? [first.value] : plainOnes(words);
  for (let length = plain.length; length > 0; length -= 1) {
    const typed = plain.slice(0, length).join(' ');
    const label = names.labels.get(typed.toLowerCase());
    if (label === undefined) continue;
    draft.addLabel(typed, label);
    return length;
  }
  return 0;
};

const readHours: Reader = ([word], { draft }) => {
  const hours = word && !word.isQuoted ? hoursIn(word.value) : undefined;
  if (!word || hours === undefined) return 0;
  draft.add('hours', word.typed, hours);
  return 1;
};

const readCamera: Reader = ([word], { draft, names }) => {
  const camera = word && names.cameras.get(word.value.toLowerCase());
  if (!word || camera === undefined || draft.has('camera')) return 0;
  draft.add('camera', word.typed, camera);
  return 1;
};

const readText: Reader = ([word], { draft }) => {
  if (word) draft.addText(word.typed, word.value);
  return 1;
};

// In this order: anything left is a part of a name.
const READERS: Reader[] = [readKeyed, readDays, readHours, readLabel, readCamera, readText];

const readNext: Reader = (words, context) => {
  for (const read of READERS) {
    const count = read(words, context);
    if (count > 0) return count;
  }
  return 1;
};

// "22-6", "22:00-06:00" and "22h-6h" are equivalent.
const hoursIn = (value: string) => {
  const [, from, to] = /^(\d\d?)(?:h|:00)?-(\d\d?)(?:h|:00)?$/iu.exec(value) ?? [];
  return from === undefined || to === undefined ? undefined : `${Number(from)}-${Number(to)}`;
};

// The words up to the first that is quoted or has a key.
const plainOnes = (words: Word[]) => {
  const end = words.findIndex(({ key, isQuoted }) => key !== undefined || isQuoted);
  return words.slice(0, end < 0 ? words.length : end).map(({ value }) => value);
};
