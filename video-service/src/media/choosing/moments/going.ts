import { type Blob, middleOf } from './blobs.ts';
import { LARGE_EDGES, MIN_STRENGTH } from './clutter.ts';
import { COLUMNS } from './glimpse.ts';
import { quantile } from './quantile.ts';
import type { Thing } from './things.ts';

const MIN_SIGHTINGS = 2;
// Anything swaying in place does not go this far.
const MIN_WAY = COLUMNS * 0.12;
const MIN_REACH = 15;

// Hardly stronger than the clutter around it.
const FAINT = 2;
const FAINT_SIGHTINGS = 3;
const FAINT_WAY = COLUMNS * 0.3;
const FAINT_SHARE = 0.6;

/** Whether an object travels or, like an arm that reaches into the picture, one of its sides does. */
export const isGoing = ({ sightings }: Thing): boolean => {
  const blobs = sightings.map(({ blob }) => blob);
  const middles = blobs.map(middleOf);
  const way = Math.hypot(rangeOf(middles.map(({ x }) => x)), rangeOf(middles.map(({ y }) => y)));
  const reach = Math.max(
    rangeOf(blobs.map(({ left }) => left)),
    rangeOf(blobs.map(({ right }) => right)),
    rangeOf(blobs.map(({ top }) => top)),
    rangeOf(blobs.map(({ bottom }) => bottom)),
  );
  const minReach = usualEdges(blobs) >= LARGE_EDGES ? MIN_REACH / 3 : MIN_REACH;
  return blobs.length >= MIN_SIGHTINGS && (way >= MIN_WAY || reach >= minReach);
};

/**
 * Whether an object is more than clutter that happens to be strong, given the minimum strength of a blob. In rain or
 * snow, a faint object must be seen repeatedly, and go far.
 */
export const isNoClutter = (
  { first, last, sightings }: Thing,
  leastStrength: (blob: Blob) => number,
): boolean => {
  const blobs = sightings.map(({ blob }) => blob);
  const least = quantile(blobs.map(leastStrength), 0.5);
  const usual = quantile(
    blobs.map(({ strength }) => strength),
    0.5,
  );
  if (least <= MIN_STRENGTH || usual >= FAINT * least) return true;
  const [from, to] = [middleOf(first.blob), middleOf(last.blob)];
  return (
    sightings.length >= FAINT_SIGHTINGS &&
    Math.hypot(to.x - from.x, to.y - from.y) >= FAINT_WAY &&
    sightings.length >= (last.glimpse - first.glimpse + 1) * FAINT_SHARE
  );
};

const usualEdges = (blobs: Blob[]) =>
  quantile(
    blobs.map(({ edges }) => edges),
    0.5,
  );

const rangeOf = (values: number[]) => Math.max(...values) - Math.min(...values);
