import { isDeepStrictEqual } from 'node:util';
import type { Template } from '../cloudformation/template.ts';

/** The change of one resource. */
export type Change = { action: 'Add' | 'Modify' | 'Remove'; logicalId: string; type: string };

/** The change of each resource between two templates of a stack. */
export const changesBetween = (
  from: Pick<Template, 'Resources'>,
  to: Pick<Template, 'Resources'>,
): Change[] => {
  const ids = new Set([...Object.keys(from.Resources), ...Object.keys(to.Resources)]);
  return Array.from(ids).flatMap((logicalId): Change[] => {
    const [before, after] = [from.Resources[logicalId], to.Resources[logicalId]];
    if (!after) return before ? [{ action: 'Remove', logicalId, type: before.Type }] : [];
    if (!before) return [{ action: 'Add', logicalId, type: after.Type }];
    if (isDeepStrictEqual(before, after)) return [];
    return [{ action: 'Modify', logicalId, type: after.Type }];
  });
};
