import type { Door, VideoState } from './library-entry.ts';

/** A query of the library; a video must match every condition. */
export type VideoQuery = {
  /** Labels that must appear in the same capture. */
  labels: string[];
  camera?: string;
  door?: Door;
  state?: VideoState;
  /** The first and the last day, in the camera's local time, as `2026-11-22`. */
  from?: string;
  to?: string;
  /** The hours in which the video begins; 22 to 6 spans midnight. */
  hours?: { from: number; to: number };
  /** A part of the file name, ignoring case. */
  text?: string;
};
