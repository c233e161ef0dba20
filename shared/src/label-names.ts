import type { Label } from './metadata.ts';

/** The label names by confidence, without those implied by another, as Vehicle is by Car. */
export const specificNames = (labels: Label[]): string[] => {
  const implied = impliedNames(labels);
  return namesOf(labels).filter((name) => !implied.has(name));
};

/** The names that other labels imply, by confidence. */
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
