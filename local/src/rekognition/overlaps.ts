import type { Box, Detection } from './heat-maps.ts';

const SAME_PLACE = 0.5;

/**
 * The detections without those at the place of a surer one, surest first. The network may see two classes
 * in one object; objects that cover each other (a rider, a horse) seldom share half of their boxes.
 */
export const dropRepeats = (detections: Detection[]): Detection[] => {
  const kept: Detection[] = [];
  for (const detection of detections.toSorted((a, b) => b.score - a.score)) {
    if (!kept.some((surer) => overlapOf(detection.box, surer.box) > SAME_PLACE))
      kept.push(detection);
  }
  return kept;
};

// Intersection over union: 1 for the same box, 0 for boxes apart.
const overlapOf = (a: Box, b: Box) => {
  const width = Math.min(a.right, b.right) - Math.max(a.left, b.left);
  const height = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
  const shared = Math.max(0, width) * Math.max(0, height);
  return shared === 0 ? 0 : shared / (areaOf(a) + areaOf(b) - shared);
};

const areaOf = ({ left, top, right, bottom }: Box) => (right - left) * (bottom - top);
