/** The size of a glimpse in cells, whatever the video's aspect ratio. */
export const COLUMNS = 80;
export const ROWS = 45;
export const CELLS = COLUMNS * ROWS;

/** A small gray picture of the video at a time in seconds: a byte per cell, row by row. */
export type Glimpse = { time: number; grays: Uint8Array };
