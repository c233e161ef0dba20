import { MIN_EDGE } from './edges.ts';
import { CELLS, COLUMNS, ROWS } from './glimpse.ts';

/**
 * Connected edges: their box in cells, inclusive, their number of cells, and their strength, where the weakest edge that
 * counts is 1.
 */
export type Blob = {
  left: number;
  top: number;
  right: number;
  bottom: number;
  edges: number;
  strength: number;
};

/** Where an object is visible: in which glimpse, and its blob there. */
export type Sighting = { glimpse: number; blob: Blob };

// Edges this many cells apart still count as connected.
const REACH = 2;
const MIN_CELLS = 4;

/** The blobs of a glimpse, from its edges; without those that are mostly the former place of an object. */
export const findBlobs = (edges: Float32Array): Blob[] => {
  const left = edges.slice();
  const blobs: Blob[] = [];
  for (let cell = 0; cell < CELLS; cell += 1) {
    if (!left[cell]) continue;
    const cells = takeCells(left, cell);
    const there = cells.filter((each) => (edges[each] ?? 0) > 0);
    if (there.length * 2 > cells.length) blobs.push(blobOf(cells, edges));
  }
  return blobs.filter((blob) => blob.edges >= MIN_CELLS);
};

export const middleOf = ({ left, right, top, bottom }: Blob) => ({
  x: (left + right) / 2,
  y: (top + bottom) / 2,
});

export const areaOf = ({ left, right, top, bottom }: Blob) =>
  (right - left + 1) * (bottom - top + 1);

export type Side = 'left' | 'top' | 'right' | 'bottom';

/** The sides of the picture beyond which it may continue. */
export const cutOffSides = ({ left, right, top, bottom }: Blob): Side[] => [
  ...(left <= 1 ? (['left'] as const) : []),
  ...(top <= 0 ? (['top'] as const) : []),
  ...(right >= COLUMNS - 2 ? (['right'] as const) : []),
  ...(bottom >= ROWS - 1 ? (['bottom'] as const) : []),
];

/** Whether it may continue outside the picture. */
export const isCutOff = (blob: Blob) => cutOffSides(blob).length > 0;

export const overlap = (one: Blob, other: Blob) =>
  one.left <= other.right &&
  other.left <= one.right &&
  one.top <= other.bottom &&
  other.top <= one.bottom;

const blobOf = (cells: number[], edges: Float32Array): Blob => {
  const sum = cells.reduce((total, cell) => total + Math.abs(edges[cell] ?? 0), 0);
  const sizes = { edges: cells.length, strength: sum / MIN_EDGE };
  const blob = { left: COLUMNS, top: ROWS, right: 0, bottom: 0, ...sizes };
  for (const cell of cells) {
    const [x, y] = [cell % COLUMNS, Math.floor(cell / COLUMNS)];
    blob.left = Math.min(blob.left, x);
    blob.right = Math.max(blob.right, x);
    blob.top = Math.min(blob.top, y);
    blob.bottom = Math.max(blob.bottom, y);
  }
  return blob;
};

/** Removes the cells connected to this one from the edges. */
const takeCells = (edges: Float32Array, start: number): number[] => {
  const cells = [start];
  edges[start] = 0;
  // The cells found on the way are visited, too.
  for (const cell of cells) takeAround(edges, cell, cells);
  return cells;
};

const takeAround = (edges: Float32Array, cell: number, cells: number[]) => {
  const [x, y] = [cell % COLUMNS, Math.floor(cell / COLUMNS)];
  const [bottom, right] = [Math.min(ROWS - 1, y + REACH), Math.min(COLUMNS - 1, x + REACH)];
  for (let row = Math.max(0, y - REACH); row <= bottom; row += 1)
    for (
      let near = row * COLUMNS + Math.max(0, x - REACH);
      near <= row * COLUMNS + right;
      near += 1
    )
      if (edges[near]) {
        edges[near] = 0;
        cells.push(near);
      }
};
