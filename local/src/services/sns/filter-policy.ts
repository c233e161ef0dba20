import * as v from 'valibot';
import { compileTest, parsePolicy, Scalar } from './filter-operators.ts';

const Fields = v.record(v.string(), v.unknown());

/**
 * A test for a message's attributes or body; throws InvalidParameter for a policy it does not support.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-subscription-filter-policies.html
 */
export const compileFilterPolicy = (policy: unknown): ((data: unknown) => boolean) => {
  const rules = Object.entries(parsePolicy(Fields, policy)).map(([key, rule]) =>
    key === '$or' ? compileOr(rule) : compileRule(key, rule),
  );
  return (data) => rules.every((rule) => rule(data));
};

const compileOr = (rule: unknown) => {
  const policies = parsePolicy(v.array(v.unknown()), rule).map(compileFilterPolicy);
  return (data: unknown) => policies.some((matches) => matches(data));
};

const compileRule = (key: string, rule: unknown) => {
  if (Array.isArray(rule)) {
    const matchers = rule.map(compileMatcher);
    return (data: unknown) => {
      const values = valuesAt(data, key).filter((value) => v.is(Scalar, value));
      return matchers.some((matches) => matches(values));
    };
  }
  const matches = compileFilterPolicy(rule);
  return (data: unknown) => valuesAt(data, key).some(matches);
};

const compileMatcher = (matcher: unknown): ((values: Scalar[]) => boolean) => {
  if (v.is(Scalar, matcher)) return (values) => values.includes(matcher);
  if (v.is(v.strictObject({ exists: v.boolean() }), matcher)) {
    return (values) => values.some((value) => value !== null && value !== '') === matcher.exists;
  }
  const test = compileTest(matcher);
  return (values) => values.some(test);
};

// A list matches if one of its values does; a missing key may still be required to be absent.
const valuesAt = (data: unknown, key: string): unknown[] => {
  const value = v.is(Fields, data) ? data[key] : undefined;
  return Array.isArray(value) ? value : [value];
};
