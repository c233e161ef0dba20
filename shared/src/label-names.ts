import type { Label } from './metadata.ts';

/** The names of labels, the surest first, without those that another one implies, as Vehicle is by Car. */
export const specificNames = (labels: Label[]): string[] => {
  const implied = impliedNames(labels);
  return namesOf(labels).filter((name) => !implied.has(name));
};

/** The names that other labels imply, the surest first. */
export const generalNames = (labels: Label[]): string[] => {
  const implied = impliedNames(labels);
  return namesOf(labels).filter((name) => implied.has(name));
};

const impliedNames = (labels: Label[]) =>
  new Set(labels.flatMap(({ Parents }) => Parents.map(({ Name }) => Name)));

const namesOf = (labels: Label[]) => [
  ...new Set(
    labels.toSorted((one, other) => other.Confidence - one.Confidence).map(({ Name }) => Name),
  ),
];
