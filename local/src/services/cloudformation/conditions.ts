import * as v from 'valibot';
import { resolve, type Scope } from './intrinsics.ts';

const Condition = v.union([
  v.strictObject({ 'Fn::Equals': v.tuple([v.unknown(), v.unknown()]) }),
  v.strictObject({ 'Fn::Not': v.tuple([v.unknown()]) }),
  v.strictObject({ 'Fn::And': v.array(v.unknown()) }),
  v.strictObject({ 'Fn::Or': v.array(v.unknown()) }),
  v.strictObject({ Condition: v.string() }),
]);

/** Whether a condition of a template's `Conditions` holds. */
export const holds = (condition: unknown, scope: Scope): boolean => {
  const parsed = v.parse(Condition, condition);
  if ('Condition' in parsed) return scope.condition(parsed.Condition);
  if ('Fn::Not' in parsed) return !holds(parsed['Fn::Not'][0], scope);
  if ('Fn::And' in parsed) return parsed['Fn::And'].every((part) => holds(part, scope));
  if ('Fn::Or' in parsed) return parsed['Fn::Or'].some((part) => holds(part, scope));
  const [one, other] = parsed['Fn::Equals'].map((side) => JSON.stringify(resolve(side, scope)));
  return one === other;
};
