/** The edges of a box: in pixels of a frame, or as ratios of the picture. */
export type Box = { left: number; top: number; right: number; bottom: number };

const SAME_PLACE = 0.5;

/** Whether two boxes share more than half of their area. */
export const isAtPlaceOf = ({ box }: { box?: Box }, { box: other }: { box?: Box }): boolean =>
  box !== undefined && other !== undefined && overlapOf(box, other) > SAME_PLACE;

/** Intersection over union: 1 for identical boxes, 0 for separate ones. */
const overlapOf = (a: Box, b: Box): number => {
  const width = Math.min(a.right, b.right) - Math.max(a.left, b.left);
  const height = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
  const shared = Math.max(0, width) * Math.max(0, height);
  return shared === 0 ? 0 : shared / (areaOf(a) + areaOf(b) - shared);
};

const areaOf = ({ left, top, right, bottom }: Box) => (right - left) * (bottom - top);
