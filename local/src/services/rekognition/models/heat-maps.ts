import type { Box } from '../picture/boxes.ts';

/** One object: `classIndex` is the class of its model, `score` is 0 to 1. */
export type Detection = { classIndex: number; score: number; box: Box };

/**
 * CenterNet's output for a grid of cells: a score per class, and how far an object centred there extends to the left,
 * up, right and down, in pixels. https://arxiv.org/abs/1904.07850
 */
export type HeatMaps = {
  columns: number;
  rows: number;
  classes: number;
  scores: Float32Array;
  reaches: Float32Array;
};

/** The side of a cell in the frame. */
export const CELL_PIXELS = 4;

const EDGES = 4;

/** The local maxima of every class from `minScore` on, each with its box. */
export const findPeaks = (maps: HeatMaps, minScore: number): Detection[] => {
  const peaks: Detection[] = [];
  // A plain loop: the maps have over a million scores, of which a handful matter.
  for (let index = 0; index < maps.scores.length; index += 1) {
    const score = maps.scores[index] ?? 0;
    if (score < minScore || !isPeak(maps, index, score)) continue;
    const classIndex = index % maps.classes;
    peaks.push({ classIndex, score, box: boxAt(maps, (index - classIndex) / maps.classes) });
  }
  return peaks;
};

const isPeak = ({ columns, rows, classes, scores }: HeatMaps, index: number, score: number) => {
  const classIndex = index % classes;
  const cell = (index - classIndex) / classes;
  const [column, row] = [cell % columns, Math.floor(cell / columns)];
  for (let y = Math.max(0, row - 1); y <= Math.min(rows - 1, row + 1); y += 1) {
    for (let x = Math.max(0, column - 1); x <= Math.min(columns - 1, column + 1); x += 1) {
      if ((scores[(y * columns + x) * classes + classIndex] ?? 0) > score) return false;
    }
  }
  return true;
};

const boxAt = ({ columns, reaches }: HeatMaps, cell: number): Box => {
  const x = (cell % columns) * CELL_PIXELS;
  const y = Math.floor(cell / columns) * CELL_PIXELS;
  const reach = (edge: number) => reaches[cell * EDGES + edge] ?? 0;
  return { left: x - reach(0), top: y - reach(1), right: x + reach(2), bottom: y + reach(3) };
};
