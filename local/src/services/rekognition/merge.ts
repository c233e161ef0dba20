import type { Finding } from './models/model.ts';
import { isAtPlaceOf } from './picture/boxes.ts';
import { settle } from './settle.ts';

/**
 * Merges the findings of several models, by confidence, and resolves contradictions. Of two boxes in the same place the
 * more confident one stays, whatever they show: objects that cover each other (a rider, a horse) rarely share half of
 * their boxes.
 */
export const mergeFindings = (byModel: Finding[][]): Finding[] => {
  const found = settle(byModel)
    .flat()
    .toSorted((a, b) => b.confidence - a.confidence);
  const kept: Finding[] = [];
  for (const finding of found)
    if (!kept.some((surer) => isAtPlaceOf(finding, surer))) kept.push(finding);
  return kept;
};
