import { named, type Words } from './conditions.ts';
import { type Tokens, tokensOf } from './tokens.ts';
import { type Item, type Value, valueAt, withValueAt } from './values.ts';

/** The effect of an update on an item. */
export type Update = (item: Item, words: Words) => Item;
/** One change: computed from the original item, and applied to the current one. */
type Change = (before: Item, words: Words) => (item: Item) => Item;

const cache = new Map<string, Update>();

/** Parses an update; each text is parsed once. */
export const updateOf = (expression: string): Update => {
  const known = cache.get(expression);
  if (known) return known;
  const changes = readChanges(tokensOf(expression));
  const update: Update = (before, words) =>
    changes.reduce((item, change) => change(before, words)(item), before);
  cache.set(expression, update);
  return update;
};

const readChanges = (tokens: Tokens): Change[] => {
  const changes: Change[] = [];
  while (!tokens.isOver()) {
    const clause = tokens.take().toUpperCase();
    const read = CLAUSES[clause];
    if (!read) throw new Error(`An update has the unknown clause ${clause}`);
    do changes.push(read(tokens));
    while (tokens.takeIf(','));
  }
  return changes;
};

const CLAUSES: Record<string, (tokens: Tokens) => Change> = {
  SET: (tokens) => {
    const path = tokens.takePath();
    tokens.expect('=');
    const source = readSource(tokens);
    return (before, words) => (item) =>
      withValueAt(item, named(path, words), source(before, words));
  },

  REMOVE: (tokens) => {
    const path = tokens.takePath();
    return (_, words) => (item) => withValueAt(item, named(path, words), undefined);
  },

  ADD: (tokens) =>
    combining(tokens, (there, more) => {
      if ('N' in more)
        return { N: String((there && 'N' in there ? Number(there.N) : 0) + Number(more.N)) };
      const old = there && 'SS' in there ? there.SS : [];
      return 'SS' in more ? { SS: [...new Set([...old, ...more.SS])].sort() } : more;
    }),

  DELETE: (tokens) =>
    combining(tokens, (there, less) => {
      if (!there || !('SS' in there) || !('SS' in less)) return there;
      const left = there.SS.filter((each) => !less.SS.includes(each));
      return left.length > 0 ? { SS: left } : undefined;
    }),
};

type Combine = (there: Value | undefined, given: Value) => Value | undefined;

const combining = (tokens: Tokens, combine: Combine): Change => {
  const path = tokens.takePath();
  const given = tokens.take();
  return (before, words) => (item) => {
    const value = words.values[given];
    if (!value) throw new Error(`${given} has no value`);
    const place = named(path, words);
    return withValueAt(item, place, combine(valueAt(before, place), value));
  };
};

type Source = (before: Item, words: Words) => Value | undefined;

const readSource = (tokens: Tokens): Source => {
  if (!tokens.takeIf('IF_NOT_EXISTS')) return readPlain(tokens);
  tokens.expect('(');
  const path = tokens.takePath();
  tokens.expect(',');
  const fallback = readPlain(tokens);
  tokens.expect(')');
  return (before, words) => valueAt(before, named(path, words)) ?? fallback(before, words);
};

const readPlain = (tokens: Tokens): Source => {
  const path = tokens.takePath();
  const [first = ''] = path;
  if (first.startsWith(':')) return (_, { values }) => values[first];
  return (before, words) => valueAt(before, named(path, words));
};
