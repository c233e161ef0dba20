import { middleOf, type Sighting } from './blobs.ts';
import { COLUMNS, ROWS } from './glimpse.ts';

/** How far something moves from one glimpse to the next, in cells. */
export type Step = { x: number; y: number };

const FAST_CELLS = 2;
const GLIMPSES_AHEAD = 2;

export const stepBetween = (one: Sighting, other: Sighting): Step => {
  const [from, to] = [middleOf(one.blob), middleOf(other.blob)];
  const looks = Math.max(1, other.glimpse - one.glimpse);
  return { x: (to.x - from.x) / looks, y: (to.y - from.y) / looks };
};

/**
 * Whether something would turn back in the moment in which it leaves the picture: then it is another thing that comes
 * in. `step` is how it moved until it was last seen, and `next` how it would go on.
 */
export const turnsBackOutside = ({ blob }: Sighting, step: Step, next: Step): boolean => {
  const { x, y } = middleOf(blob);
  const isBack = step.x * next.x + step.y * next.y < 0;
  return isBack && isFast(step) && isFast(next) && isOutside(ahead(x, step.x), ahead(y, step.y));
};

const ahead = (at: number, step: number) => at + GLIMPSES_AHEAD * step;

const isFast = ({ x, y }: Step) => Math.hypot(x, y) >= FAST_CELLS;

const isOutside = (x: number, y: number) => x < 0 || y < 0 || x >= COLUMNS || y >= ROWS;
