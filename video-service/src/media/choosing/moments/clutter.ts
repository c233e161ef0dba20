import { type Blob, middleOf } from './blobs.ts';
import { COLUMNS, ROWS } from './glimpse.ts';
import { quantile } from './quantile.ts';
import type { Sighting, Thing } from './things.ts';

/** An object with this many edges is large. */
export const LARGE_EDGES = 40;

/** With fewer edges, an object cannot be distinguished from noise. */
export const MIN_EDGES = 7;
const MAX_BRIEF_SIGHTINGS = 4;

// The parts of the picture: leaves are in some, rain and snow in all.
const [ACROSS, DOWN] = [5, 3];
const CLUTTERED_SHARE = 0.03;
const ABOVE_CLUTTER = 1.8;
const EVERYWHERE_SHARE = 0.5;

/**
 * The minimum number of edges with which a blob stands out. Rain, snow and leaves are always there and each is brief:
 * beside them only clearly larger blobs count. A blob seen together with a large one may be part of it, and says
 * nothing.
 */
export const findClutter = (things: Thing[], blobsOf: Blob[][]): ((blob: Blob) => number) => {
  const calm = blobsOf.map((blobs) => blobs.every(({ edges }) => edges < LARGE_EDGES));
  const brief = things
    .filter(({ sightings }) => sightings.length <= MAX_BRIEF_SIGHTINGS)
    .flatMap(({ sightings }) => sightings)
    .filter(({ glimpse }) => calm[glimpse]);
  const calmGlimpses = calm.filter(Boolean).length;
  const parts = Array.from({ length: ACROSS * DOWN }, (_, part) =>
    leastEdges(
      brief.filter(({ blob }) => partOf(blob) === part),
      calmGlimpses,
    ),
  );
  const cluttered = parts.filter((edges) => edges !== undefined).length;
  const everywhere = cluttered > parts.length * EVERYWHERE_SHARE ? edgesAbove(brief) : MIN_EDGES;
  return (blob) => Math.max(everywhere, parts[partOf(blob)] ?? MIN_EDGES);
};

const leastEdges = (brief: Sighting[], calmGlimpses: number): number | undefined => {
  const cluttered = new Set(brief.map(({ glimpse }) => glimpse)).size;
  return cluttered < calmGlimpses * CLUTTERED_SHARE ? undefined : edgesAbove(brief);
};

const edgesAbove = (brief: Sighting[]) => {
  const sizes = brief.map(({ blob }) => blob.edges);
  return Math.max(MIN_EDGES, ABOVE_CLUTTER * quantile(sizes, 0.9));
};

const partOf = (blob: Blob) => {
  const { x, y } = middleOf(blob);
  return Math.floor((y / ROWS) * DOWN) * ACROSS + Math.floor((x / COLUMNS) * ACROSS);
};
