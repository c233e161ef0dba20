import type { Path, Placeholders } from './placeholders.ts';

/** A condition on a row: how it is written, and how closely its operator binds. */
export type Condition = { binds: number; write: (placeholders: Placeholders) => string };

type Comparable = string | number | boolean;

// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.OperatorsAndFunctions.html#Expressions.OperatorsAndFunctions.Precedence
const [OR, AND, NOT, TEST] = [1, 2, 3, 4] as const;

/** Every one of the conditions holds. */
export const all = (...conditions: [Condition, ...Condition[]]): Condition =>
  joined('AND', AND, conditions);

/** At least one of the conditions holds. */
export const any = (...conditions: [Condition, ...Condition[]]): Condition =>
  joined('OR', OR, conditions);

/** The condition does not hold. */
export const not = (condition: Condition): Condition => ({
  binds: NOT,
  write: (placeholders) => `NOT ${operand(condition, NOT, placeholders)}`,
});

/** The row has the attribute. */
export const exists = (path: Path) => test(({ name }) => `attribute_exists(${name(path)})`);

/** The row lacks the attribute. */
export const missing = (path: Path) => test(({ name }) => `attribute_not_exists(${name(path)})`);

export const equals = (path: Path, value: Comparable) => compared(path, '=', value);
export const below = (path: Path, value: Comparable) => compared(path, '<', value);
export const atMost = (path: Path, value: Comparable) => compared(path, '<=', value);
export const above = (path: Path, value: Comparable) => compared(path, '>', value);

/** From the first value to the last, including both. */
export const between = (path: Path, [first, last]: readonly [Comparable, Comparable]) =>
  test(({ name, value }) => `${name(path)} BETWEEN ${value(first)} AND ${value(last)}`);

export const oneOf = (path: Path, values: readonly Comparable[]) =>
  test(({ name, value }) => `${name(path)} IN (${values.map(value).join(', ')})`);

/** A set that has the member, or a text that has the part. */
export const contains = (path: Path, member: Comparable) =>
  test(({ name, value }) => `contains(${name(path)}, ${value(member)})`);

/** A set with fewer members, or a text with fewer characters. */
export const smallerThan = (path: Path, size: number) =>
  test(({ name, value }) => `size(${name(path)}) < ${value(size)}`);

const test = (write: Condition['write']): Condition => ({ binds: TEST, write });

const compared = (path: Path, operator: string, than: Comparable) =>
  test(({ name, value }) => `${name(path)} ${operator} ${value(than)}`);

const joined = (
  operator: string,
  binds: number,
  conditions: [Condition, ...Condition[]],
): Condition => {
  const [first, ...others] = conditions;
  if (others.length === 0) return first;
  return {
    binds,
    write: (placeholders) =>
      conditions.map((condition) => operand(condition, binds, placeholders)).join(` ${operator} `),
  };
};

// Only where they are needed: DynamoDB refuses redundant parentheses.
const operand = ({ binds, write }: Condition, least: number, placeholders: Placeholders) =>
  binds < least ? `(${write(placeholders)})` : write(placeholders);
