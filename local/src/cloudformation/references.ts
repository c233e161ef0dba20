import { attributeOf, intrinsicIn, PLACEHOLDER, subOf } from './intrinsics.ts';

/** Logical ids that the value refers to, in whichever branch of a condition. */
export const referencesIn = (value: unknown): string[] =>
  callsIn(value).flatMap(({ name, argument }) => {
    if (name === 'Ref') return [String(argument)];
    if (name === 'Fn::GetAtt') return [attributeOf(argument)[0]];
    return name === 'Fn::Sub' ? referencesInSub(argument) : [];
  });

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
    .map((name) => attributeOf(name)[0]);
};
