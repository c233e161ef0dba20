import type { Finding } from './models/model.ts';
import { isAtPlaceOf } from './picture/boxes.ts';
import { settle } from './settle.ts';

/**
 * What several models found as one list, surest first, contradictions settled. Of two boxes at one place the surer
 * stays, whatever they see there: objects that cover each other (a rider, a horse) seldom share half of their boxes.
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
