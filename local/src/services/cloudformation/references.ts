import { attributeOf, intrinsicIn, PLACEHOLDER, subOf } from './intrinsics.ts';

/** A logical id and an attribute; `Ref` has none. */
export type Reference = { logicalId: string; attribute?: string };

/** Everything the value refers to, in all branches of conditions. */
export const referencesIn = (value: unknown): Reference[] =>
  callsIn(value).flatMap(({ name, argument }) => {
    if (name === 'Ref') return [{ logicalId: String(argument) }];
    if (name === 'Fn::GetAtt') return [referenceTo(attributeOf(argument))];
    return name === 'Fn::Sub' ? referencesInSub(argument) : [];
  });

const referenceTo = ([logicalId, attribute]: [string, string]): Reference =>
  attribute === '' ? { logicalId } : { logicalId, attribute };

/** The arguments of every `Fn::ImportValue` in the value. */
export const importsIn = (value: unknown): unknown[] =>
  callsIn(value)
    .filter(({ name }) => name === 'Fn::ImportValue')
    .map(({ argument }) => argument);

const callsIn = (value: unknown): { name: string; argument: unknown }[] => {
  if (typeof value !== 'object' || value === null) return [];
  const call = intrinsicIn(value);
  const inside = Object.values(value).flatMap(callsIn);
  return call ? [call, ...inside] : inside;
};

const referencesInSub = (argument: unknown) => {
  const [text, names] = subOf(argument);
  return Array.from(text.matchAll(PLACEHOLDER), ([, name = '']) => name.trim())
    .filter((name) => !name.startsWith('!') && !Object.hasOwn(names, name))
    .map((name) => referenceTo(attributeOf(name)));
};
