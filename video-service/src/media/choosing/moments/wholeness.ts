import { type Blob, cutOffSides, type Side } from './blobs.ts';

const [PART_SHARE, NEARLY_WHOLE_SHARE] = [0.7, 0.97];
const [NEARLY_WHOLE, CUT_OFF] = [0.85, 0.3];

const OPPOSITE: Record<Side, Side> = { left: 'right', right: 'left', top: 'bottom', bottom: 'top' };
const SAME_CELLS = 3;

/** How completely each blob of an object shows it, in order of time; 1 is completely. */
export const wholenessOf = (blobs: Blob[]): number[] => {
  const along = sidesAlong(blobs);
  const isWhole = blobs.map((blob) => cutOffSides(blob).every((side) => along.has(side)));
  const most = Math.max(...blobs.map(({ edges }) => edges));
  return blobs.map(({ edges }, at) => {
    const share = edges / most;
    // Something small that is cut off before and after is only a part, seen by itself.
    if (isWhole[at] && (isWhole[at - 1] || isWhole[at + 1] || share >= PART_SHARE)) return 1;
    // What a side of the picture hardly cuts off is nearly whole.
    return share >= NEARLY_WHOLE_SHARE ? NEARLY_WHOLE : CUT_OFF;
  });
};

// What goes along a side of the picture is cut off there all the time, or touches it, and is never better to be seen.
// What reaches in from that side is longer at one time than at another.
const sidesAlong = (blobs: Blob[]): Set<Side> => {
  const [first = [], ...others] = blobs.map(cutOffSides);
  return new Set(
    first
      .filter((side) => others.every((sides) => sides.includes(side)))
      .filter((side) => {
        const ends = blobs.map((blob) => blob[OPPOSITE[side]]);
        return Math.max(...ends) - Math.min(...ends) <= SAME_CELLS;
      }),
  );
};
