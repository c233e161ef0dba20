import { expect, test } from '@jest/globals';
import {
  above,
  all,
  any,
  atMost,
  below,
  between,
  type Condition,
  contains,
  equals,
  exists,
  missing,
  not,
  oneOf,
  smallerThan,
} from './conditions.ts';
import { createPlaceholders } from './placeholders.ts';

const written = (condition: Condition) => condition.write(createPlaceholders());

test.each([
  [exists('a'), 'attribute_exists(#0)'],
  [missing('a'), 'attribute_not_exists(#0)'],
  [equals('a', 1), '#0 = :0'],
  [below('a', 1), '#0 < :0'],
  [atMost('a', 1), '#0 <= :0'],
  [above('a', 1), '#0 > :0'],
  [between('a', [1, 2]), '#0 BETWEEN :0 AND :1'],
  [oneOf('a', ['x', 'y']), '#0 IN (:0, :1)'],
  [contains('a', 'x'), 'contains(#0, :0)'],
  [smallerThan('a', 3), 'size(#0) < :0'],
])('a test is written as DynamoDB reads it (%#)', (condition, expression) => {
  expect(written(condition)).toBe(expression);
});

const [a, b, c] = [exists('a'), exists('b'), exists('c')] as const;
const [A, B, C] = ['attribute_exists(#0)', 'attribute_exists(#1)', 'attribute_exists(#2)'] as const;

test.each([
  ['all of one', all(a), A],
  ['any of one', any(a), A],
  ['any in all', all(a, any(b, c)), `${A} AND (${B} OR ${C})`],
  ['all in any', any(a, all(b, c)), `${A} OR ${B} AND ${C}`],
  ['any of one in all', all(a, any(b)), `${A} AND ${B}`],
  ['all in all', all(a, all(b, c)), `${A} AND ${B} AND ${C}`],
  ['not one', not(a), `NOT ${A}`],
  ['not all', not(all(a, b)), `NOT (${A} AND ${B})`],
  ['not any', not(any(a, b)), `NOT (${A} OR ${B})`],
  ['not in any', any(a, not(b)), `${A} OR NOT ${B}`],
  ['not not', not(not(a)), `NOT NOT ${A}`],
])('parentheses are only where they are needed: %s', (_, condition, expression) => {
  expect(written(condition)).toBe(expression);
});
