import type { Label } from '@video-service/shared/metadata';

/** The names of labels, the surest first, without those that another one implies, as Vehicle is by Car. */
export const namesOf = (labels: Label[]): string[] => {
  const implied = new Set(labels.flatMap(({ Parents }) => Parents.map(({ Name }) => Name)));
  return labels
    .filter(({ Name }) => !implied.has(Name))
    .toSorted((one, other) => other.Confidence - one.Confidence)
    .map(({ Name }) => Name);
};
