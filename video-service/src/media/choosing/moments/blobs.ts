import { CELLS, COLUMNS, ROWS } from './glimpse.ts';

/** Edges that hang together: their box in cells, its sides included, and how many cells they are. */
export type Blob = { left: number; top: number; right: number; bottom: number; edges: number };

// Edges that are so many cells apart still hang together.
const REACH = 2;
const MIN_EDGES = 4;

/** The blobs of a glimpse, given which of its cells are edges. */
export const findBlobs = (edges: Uint8Array): Blob[] => {
  const left = edges.slice();
  const blobs: Blob[] = [];
  for (let cell = 0; cell < CELLS; cell += 1) if (left[cell]) blobs.push(takeBlob(left, cell));
  return blobs.filter((blob) => blob.edges >= MIN_EDGES);
};

export const middleOf = ({ left, right, top, bottom }: Blob) => ({
  x: (left + right) / 2,
  y: (top + bottom) / 2,
});

export const areaOf = ({ left, right, top, bottom }: Blob) =>
  (right - left + 1) * (bottom - top + 1);

/** Whether it may go on outside of the picture. */
export const isCutOff = ({ left, right, top, bottom }: Blob) =>
  left <= 1 || top <= 0 || right >= COLUMNS - 2 || bottom >= ROWS - 1;

export const overlap = (one: Blob, other: Blob) =>
  one.left <= other.right &&
  other.left <= one.right &&
  one.top <= other.bottom &&
  other.top <= one.bottom;

const takeBlob = (edges: Uint8Array, start: number): Blob => {
  const blob = { left: COLUMNS, top: ROWS, right: 0, bottom: 0, edges: 0 };
  const waiting = [start];
  edges[start] = 0;
  for (let cell = waiting.pop(); cell !== undefined; cell = waiting.pop()) {
    const [x, y] = [cell % COLUMNS, Math.floor(cell / COLUMNS)];
    blob.left = Math.min(blob.left, x);
    blob.right = Math.max(blob.right, x);
    blob.top = Math.min(blob.top, y);
    blob.bottom = Math.max(blob.bottom, y);
    blob.edges += 1;
    for (const near of cellsAround(x, y)) {
      if (!edges[near]) continue;
      edges[near] = 0;
      waiting.push(near);
    }
  }
  return blob;
};

const cellsAround = (x: number, y: number) => {
  const cells: number[] = [];
  for (let row = Math.max(0, y - REACH); row <= Math.min(ROWS - 1, y + REACH); row += 1)
    for (
      let column = Math.max(0, x - REACH);
      column <= Math.min(COLUMNS - 1, x + REACH);
      column += 1
    )
      cells.push(row * COLUMNS + column);
  return cells;
};
