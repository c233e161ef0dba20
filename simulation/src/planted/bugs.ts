import { MARKS } from './bugs/marks.ts';
import { CONDITIONS } from './bugs/conditions.ts';
import { OMISSIONS } from './bugs/omissions.ts';

import type { Bug } from './bugs/bug.ts';

/** Bugs that could be written any day, by name; each is found by some seed. */
export const BUGS: Record<string, Bug> = { ...CONDITIONS, ...MARKS, ...OMISSIONS };
