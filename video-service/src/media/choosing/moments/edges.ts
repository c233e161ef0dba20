import { type Exposed, spread } from './background.ts';
import { CELLS, COLUMNS } from './glimpse.ts';
import { quantile } from './quantile.ts';

/** The weakest edge that counts. */
export const MIN_EDGE = 13;

// An edge that a cell has in more than a fifth of the glimpses is usual there.
const USUAL_SHARE = 0.8;
const ABOVE_USUAL = 1.5;
const MAX_SAMPLES = 75;

// In front of a stationary camera, no more of the picture than this ever moves.
const MOVING_SHARE = 0.25;

/**
 * How strong an edge each cell of each picture has of an object that is not always there, 0 for none; undefined if most
 * of the picture moves. A missing edge of the background, as of a bottle that was taken away, is negative. Light has
 * soft edges: a lamp, a cloud or the glow of a headlight changes much and has none. Where there is often an edge, as in
 * leaves, only a stronger one counts.
 */
export const findEdges = ({ pictures, background }: Exposed): Float32Array[] | undefined => {
  const strengths = pictures.map((picture) => edgeStrengths(differenceOf(picture, background)));
  if (isMoving(strengths)) return undefined;
  const least = leastStrengths(strengths);
  const usual = edgeStrengths(background);
  return strengths.map((edges, index) => {
    const picture = pictures[index] ?? background;
    const found = new Float32Array(CELLS);
    for (let cell = 0; cell < CELLS; cell += 1) {
      const edge = edges[cell] ?? 0;
      if (edge > (least[cell] ?? 0))
        found[cell] = strengthAt(picture, cell) < (usual[cell] ?? 0) ? -edge : edge;
    }
    return found;
  });
};

const differenceOf = (picture: Float32Array | undefined, background: Float32Array) => {
  const difference = new Float32Array(CELLS);
  if (picture)
    for (let cell = 0; cell < CELLS; cell += 1)
      difference[cell] = (picture[cell] ?? 0) - (background[cell] ?? 0);
  return difference;
};

const isMoving = (strengths: Float32Array[]) =>
  quantile(strengths.map(countEdges), 0.5) > CELLS * MOVING_SHARE;

const countEdges = (strengths: Float32Array) => {
  let count = 0;
  for (let cell = 0; cell < CELLS; cell += 1) if ((strengths[cell] ?? 0) > MIN_EDGE) count += 1;
  return count;
};

const leastStrengths = (strengths: Float32Array[]): Float32Array => {
  const samples = spread(strengths, MAX_SAMPLES);
  const values = new Float32Array(samples.length);
  const least = new Float32Array(CELLS);
  for (let cell = 0; cell < CELLS; cell += 1) {
    for (let at = 0; at < values.length; at += 1) values[at] = samples[at]?.[cell] ?? 0;
    least[cell] = Math.max(MIN_EDGE, quantile(values, USUAL_SHARE) * ABOVE_USUAL);
  }
  return least;
};

const edgeStrengths = (picture: Float32Array): Float32Array => {
  const strengths = new Float32Array(CELLS);
  for (let cell = 0; cell < CELLS; cell += 1) strengths[cell] = strengthAt(picture, cell);
  return strengths;
};

const strengthAt = (picture: Float32Array, cell: number) => {
  const x = cell % COLUMNS;
  const left = x === 0 ? cell : cell - 1;
  const right = x === COLUMNS - 1 ? cell : cell + 1;
  const above = cell < COLUMNS ? cell : cell - COLUMNS;
  const below = cell >= CELLS - COLUMNS ? cell : cell + COLUMNS;
  return Math.max(
    Math.abs((picture[right] ?? 0) - (picture[left] ?? 0)),
    Math.abs((picture[below] ?? 0) - (picture[above] ?? 0)),
  );
};
