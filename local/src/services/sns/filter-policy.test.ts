import { describe, expect, test } from '@jest/globals';
import { compileFilterPolicy } from './filter-policy.ts';

const matches = (rule: unknown, value: unknown) =>
  compileFilterPolicy({ key: rule })(value === undefined ? { other: 1 } : { key: value });

describe('a rule', () => {
  test.each([
    // rule, values that pass, values that do not
    [
      ['a', 1, null, true],
      ['a', 1, null, true, ['b', 'a']],
      ['b', '1', false, undefined],
    ],
    [[{ prefix: 'ab' }], ['abc', 'ab'], ['b', 'xab', 1]],
    [[{ suffix: '.gif' }], ['x.gif'], ['x.gif.png']],
    [
      [{ wildcard: 'videos/*.mp4' }],
      ['videos/a/b.mp4', 'videos/.mp4'],
      ['videos/a.mpeg4', 'x/a.mp4', 'videos/aXmp4'],
    ],
    [[{ 'equals-ignore-case': 'Red' }], ['red', 'RED'], ['reddish']],
    [[{ numeric: ['=', 3] }], [3, 3.0], [4, '3']],
    [[{ numeric: ['>', 0, '<=', 5] }], [1, 5], [0, 6]],
    [[{ numeric: ['<', 0] }], [-1], [0]],
    [[{ numeric: ['>=', 2] }], [2, 3], [1]],
    [[{ exists: true }], ['x', 0, false], [undefined, null, '']],
    [[{ exists: false }], [undefined], ['x', 0]],
    [[{ cidr: '10.0.0.0/24' }], ['10.0.0.255'], ['10.0.1.1', 'x', '::1']],
    [[{ cidr: '2001:db8::/32' }], ['2001:db8::1'], ['2001:db9::1', '10.0.0.1']],
    [[{ 'anything-but': 'a' }], ['b', ['a', 'b']], ['a', undefined]],
    [[{ 'anything-but': ['a', 1] }], ['b', 2], ['a', 1]],
    [[{ 'anything-but': { prefix: 'a' } }], ['b'], ['ab']],
    [[{ 'anything-but': { suffix: ['a', 'b'] } }], ['xc'], ['xa', 'xb']],
    [[{ 'anything-but': { wildcard: 'a*c' } }], ['abd'], ['abc']],
    [['x', { prefix: 'y' }], ['x', 'yes'], ['z']],
    [
      { inner: ['a'] },
      [{ inner: 'a' }, [{ inner: 'b' }, { inner: 'a' }]],
      [{ inner: 'b' }, 'a', undefined],
    ],
  ])('%j', (rule, passing, failing) => {
    expect(passing.filter((value) => !matches(rule, value))).toEqual([]);
    expect(failing.filter((value) => matches(rule, value))).toEqual([]);
  });
});

test('all keys must match, and at least one part of an $or', () => {
  const pass = compileFilterPolicy({
    kind: ['gif'],
    $or: [{ size: [{ numeric: ['>', 10] }] }, { urgent: [true] }],
  });

  expect(pass({ kind: 'gif', size: 11 })).toBe(true);
  expect(pass({ kind: 'gif', size: 1, urgent: true })).toBe(true);
  expect(pass({ kind: 'gif', size: 1 })).toBe(false);
  expect(pass({ kind: 'png', size: 11 })).toBe(false);
});

test.each([
  [{ key: 'a' }],
  [{ key: [{ resembles: 'a' }] }],
  [{ key: [{ constructor: 'a' }] }],
  [{ key: [{ prefix: 1 }] }],
  [{ key: [{ prefix: 'a', suffix: 'b' }] }],
  [{ key: [{ numeric: ['~', 1] }] }],
  [{ key: [{ cidr: '10.0.0.0/33' }] }],
  [{ key: [{ cidr: 'ten/8' }] }],
  [{ key: [{ 'anything-but': { resembles: 'a' } }] }],
  [{ key: [{}] }],
  [{ $or: { a: [1] } }],
  ['text'],
])('the policy %j is refused', (policy) => {
  expect(() => compileFilterPolicy(policy)).toThrow(/^Invalid parameter: FilterPolicy: /u);
});
