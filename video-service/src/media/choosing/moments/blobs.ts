import { THERE } from './edges.ts';
import { CELLS, COLUMNS, ROWS } from './glimpse.ts';

/** Connected edges: their box in cells, inclusive, and their number of cells. */
export type Blob = { left: number; top: number; right: number; bottom: number; edges: number };

// Edges this many cells apart still count as connected.
const REACH = 2;
const MIN_EDGES = 4;

/** The blobs of a glimpse, from the marks of its cells; without those that are mostly the former place of an object. */
export const findBlobs = (edges: Uint8Array): Blob[] => {
  const left = edges.slice();
  const blobs: Blob[] = [];
  for (let cell = 0; cell < CELLS; cell += 1) {
    if (!left[cell]) continue;
    const cells = takeCells(left, cell);
    const there = cells.filter((each) => edges[each] === THERE);
    if (there.length * 2 > cells.length) blobs.push(blobOf(cells));
  }
  return blobs.filter((blob) => blob.edges >= MIN_EDGES);
};

export const middleOf = ({ left, right, top, bottom }: Blob) => ({
  x: (left + right) / 2,
  y: (top + bottom) / 2,
});

export const areaOf = ({ left, right, top, bottom }: Blob) =>
  (right - left + 1) * (bottom - top + 1);

/** Whether it may continue outside the picture. */
export const isCutOff = ({ left, right, top, bottom }: Blob) =>
  left <= 1 || top <= 0 || right >= COLUMNS - 2 || bottom >= ROWS - 1;

export const overlap = (one: Blob, other: Blob) =>
  one.left <= other.right &&
  other.left <= one.right &&
  one.top <= other.bottom &&
  other.top <= one.bottom;

const blobOf = (cells: number[]): Blob => {
  const blob = { left: COLUMNS, top: ROWS, right: 0, bottom: 0, edges: cells.length };
  for (const cell of cells) {
    const [x, y] = [cell % COLUMNS, Math.floor(cell / COLUMNS)];
    blob.left = Math.min(blob.left, x);
    blob.right = Math.max(blob.right, x);
    blob.top = Math.min(blob.top, y);
    blob.bottom = Math.max(blob.bottom, y);
  }
  return blob;
};

/** Removes the cells connected to this one from the marked ones. */
const takeCells = (edges: Uint8Array, start: number): number[] => {
  const cells = [start];
  edges[start] = 0;
  // The cells found on the way are visited, too.
  for (const cell of cells) takeAround(edges, cell, cells);
  return cells;
};

const takeAround = (edges: Uint8Array, cell: number, cells: number[]) => {
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
