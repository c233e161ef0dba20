import type { Door, VideoState } from './library-entry.ts';

/** What is asked of the library; everything that is given must hold. */
export type VideoQuery = {
  /** Labels that one capture must show together. */
  labels: string[];
  camera?: string;
  door?: Door;
  state?: VideoState;
  /** The first and the last day, where the camera is, as `2026-11-22`. */
  from?: string;
  to?: string;
  /** From an hour to another of the day on which the video begins; 22 to 6 goes past midnight. */
  hours?: { from: number; to: number };
  /** A part of the file's name, in any case. */
  text?: string;
};
