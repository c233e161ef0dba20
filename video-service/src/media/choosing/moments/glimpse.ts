/** The size of a glimpse in cells, whatever the shape of the video. */
export const COLUMNS = 80;
export const ROWS = 45;
export const CELLS = COLUMNS * ROWS;

/** A small gray picture of the video at a time in seconds: a byte a cell, row by row. */
export type Glimpse = { time: number; grays: Uint8Array };
