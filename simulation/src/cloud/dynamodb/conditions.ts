import { type Tokens, tokensOf } from './tokens.ts';
import { compare, contains, type Item, sizeOf, type Value, valueAt } from './values.ts';

/** The names and values in an expression. */
export type Words = { names: Record<string, string>; values: Record<string, Value> };

/** A condition that can be tested on an item. */
export type Condition = (item: Item | undefined, words: Words) => boolean;
type Operand = (item: Item | undefined, words: Words) => Value | undefined;

const cache = new Map<string, Condition>();

/** Parses a condition; each text is parsed once. */
export const conditionOf = (expression: string): Condition => {
  const known = cache.get(expression);
  if (known) return known;
  const tokens = tokensOf(expression);
  const condition = readOr(tokens);
  if (!tokens.isOver()) throw new Error(`"${tokens.peek()}" is too much in "${expression}"`);
  cache.set(expression, condition);
  return condition;
};

/** A path with its names substituted. */
export const named = (path: string[], { names }: Words): string[] =>
  path.map((part) => (part.startsWith('#') ? (names[part] ?? part) : part));

const readOr = (tokens: Tokens): Condition => {
  const one = readAnd(tokens);
  if (!tokens.takeIf('OR')) return one;
  const other = readOr(tokens);
  return (item, words) => one(item, words) || other(item, words);
};

const readAnd = (tokens: Tokens): Condition => {
  const one = readNot(tokens);
  if (!tokens.takeIf('AND')) return one;
  const other = readAnd(tokens);
  return (item, words) => one(item, words) && other(item, words);
};

const readNot = (tokens: Tokens): Condition => {
  if (tokens.takeIf('NOT')) {
    const inner = readNot(tokens);
    return (item, words) => !inner(item, words);
  }
  if (tokens.takeIf('(')) {
    const inner = readOr(tokens);
    tokens.expect(')');
    return inner;
  }
  return readTest(tokens);
};

const readTest = (tokens: Tokens): Condition => {
  if (tokens.takeIf('ATTRIBUTE_EXISTS')) return existence(tokens, true);
  if (tokens.takeIf('ATTRIBUTE_NOT_EXISTS')) return existence(tokens, false);
  if (tokens.takeIf('CONTAINS')) {
    const [whole, part] = readArguments(tokens);
    return (item, words) => contains(whole?.(item, words), part?.(item, words));
  }
  return readComparison(tokens);
};

const existence = (tokens: Tokens, wanted: boolean): Condition => {
  const [operand] = readArguments(tokens);
  return (item, words) => (operand?.(item, words) !== undefined) === wanted;
};

const readComparison = (tokens: Tokens): Condition => {
  const one = readOperand(tokens);
  if (tokens.takeIf('BETWEEN')) return between(one, tokens);
  if (tokens.takeIf('IN')) return among(one, tokens);
  const holds = COMPARISONS[tokens.take()];
  const other = readOperand(tokens);
  if (!holds) throw new Error('A condition compares with something unknown');
  return (item, words) => holds(compare(one(item, words), other(item, words)));
};

const between = (operand: Operand, tokens: Tokens): Condition => {
  const least = readOperand(tokens);
  tokens.expect('AND');
  const most = readOperand(tokens);
  return (item, words) =>
    compare(operand(item, words), least(item, words)) >= 0 &&
    compare(operand(item, words), most(item, words)) <= 0;
};

const among = (operand: Operand, tokens: Tokens): Condition => {
  const values = readArguments(tokens);
  return (item, words) =>
    values.some((value) => compare(operand(item, words), value(item, words)) === 0);
};

const COMPARISONS: Record<string, (order: number) => boolean> = {
  '=': (order) => order === 0,
  '<>': (order) => order !== 0,
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
};

const readArguments = (tokens: Tokens): Operand[] => {
  const operands: Operand[] = [];
  tokens.expect('(');
  do operands.push(readOperand(tokens));
  while (tokens.takeIf(','));
  tokens.expect(')');
  return operands;
};

const readOperand = (tokens: Tokens): Operand => {
  if (tokens.takeIf('SIZE')) {
    const [operand] = readArguments(tokens);
    return (item, words) => sizeOf(operand?.(item, words));
  }
  const path = tokens.takePath();
  const [first = ''] = path;
  if (first.startsWith(':')) return (_, { values }) => values[first];
  return (item, words) => valueAt(item, named(path, words));
};
