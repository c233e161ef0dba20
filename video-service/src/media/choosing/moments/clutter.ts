import { type Blob, middleOf, type Sighting } from './blobs.ts';
import { COLUMNS, ROWS } from './glimpse.ts';
import { quantile } from './quantile.ts';
import type { Thing } from './things.ts';

/** An object with this many edges is large. */
export const LARGE_EDGES = 40;

/** A weaker object cannot be distinguished from noise. */
export const MIN_STRENGTH = 7;
const MAX_BRIEF_SIGHTINGS = 4;

// The parts of the picture: leaves are in some, rain and snow in all.
const [ACROSS, DOWN] = [5, 3];
const CLUTTERED_SHARE = 0.03;
const ABOVE_CLUTTER = 1.8;
const EVERYWHERE_SHARE = 0.5;

/**
 * The minimum strength with which a blob stands out. Rain, snow and leaves are always there and each is brief: beside
 * them only clearly stronger blobs count. Raindrops are faint, and snowflakes are small. A blob seen together with a
 * large one may be part of it, and says nothing.
 */
export const findClutter = (things: Thing[], blobsOf: Blob[][]): ((blob: Blob) => number) => {
  const calm = blobsOf.map((blobs) => blobs.every(({ edges }) => edges < LARGE_EDGES));
  const brief = things
    .filter(({ sightings }) => sightings.length <= MAX_BRIEF_SIGHTINGS)
    .flatMap(({ sightings }) => sightings)
    .filter(({ glimpse }) => calm[glimpse]);
  const calmGlimpses = calm.filter(Boolean).length;
  const parts = Array.from({ length: ACROSS * DOWN }, (_, part) =>
    strengthAbove(
      brief.filter(({ blob }) => partOf(blob) === part),
      calmGlimpses,
    ),
  );
  const cluttered = parts.filter((strength) => strength !== undefined).length;
  const everywhere =
    cluttered > parts.length * EVERYWHERE_SHARE ? strongerThan(brief) : MIN_STRENGTH;
  return (blob) => Math.max(everywhere, parts[partOf(blob)] ?? MIN_STRENGTH);
};

const strengthAbove = (brief: Sighting[], calmGlimpses: number): number | undefined => {
  const cluttered = new Set(brief.map(({ glimpse }) => glimpse)).size;
  return cluttered < calmGlimpses * CLUTTERED_SHARE ? undefined : strongerThan(brief);
};

const strongerThan = (brief: Sighting[]) => {
  const strengths = brief.map(({ blob }) => blob.strength);
  return Math.max(MIN_STRENGTH, ABOVE_CLUTTER * quantile(strengths, 0.9));
};

const partOf = (blob: Blob) => {
  const { x, y } = middleOf(blob);
  return Math.floor((y / ROWS) * DOWN) * ACROSS + Math.floor((x / COLUMNS) * ACROSS);
};
