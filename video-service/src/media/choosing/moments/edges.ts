import { spread } from './background.ts';
import { CELLS, COLUMNS, ROWS } from './glimpse.ts';
import { quantile } from './quantile.ts';

const MIN_EDGE = 13;

// What a cell shows in more than a fifth of the glimpses is usual there.
const USUAL_SHARE = 0.8;
const ABOVE_USUAL = 1.5;
const MAX_SAMPLES = 75;

// More of the picture than this is never still in front of a camera that stands still.
const MOVING_SHARE = 0.25;

/**
 * Which cells of each difference lie at the edge of something that is not always there; undefined when most of
 * the picture moves. Light has soft edges: a lamp, a cloud or the glow of a headlight changes much and has none.
 * Where there is often an edge, as in leaves, only a stronger one counts.
 */
export const findEdges = (differences: Float32Array[]): Uint8Array[] | undefined => {
  const strengths = differences.map(edgeStrengths);
  if (isMoving(strengths)) return undefined;
  const least = leastStrengths(strengths);
  return strengths.map((edges) => {
    const above = new Uint8Array(CELLS);
    for (let cell = 0; cell < CELLS; cell += 1)
      if ((edges[cell] ?? 0) > (least[cell] ?? 0)) above[cell] = 1;
    return above;
  });
};

const isMoving = (strengths: Float32Array[]) =>
  quantile(
    strengths.map((edges) => edges.reduce((sum, edge) => sum + (edge > MIN_EDGE ? 1 : 0), 0)),
    0.5,
  ) >
  CELLS * MOVING_SHARE;

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

const edgeStrengths = (difference: Float32Array): Float32Array => {
  const strengths = new Float32Array(CELLS);
  for (let y = 0; y < ROWS; y += 1) {
    const [above, below] = [Math.max(0, y - 1) * COLUMNS, Math.min(ROWS - 1, y + 1) * COLUMNS];
    for (let x = 0; x < COLUMNS; x += 1) {
      const [left, right] = [Math.max(0, x - 1), Math.min(COLUMNS - 1, x + 1)];
      const row = y * COLUMNS;
      const across = Math.abs((difference[row + right] ?? 0) - (difference[row + left] ?? 0));
      const down = Math.abs((difference[below + x] ?? 0) - (difference[above + x] ?? 0));
      strengths[row + x] = Math.max(across, down);
    }
  }
  return strengths;
};
