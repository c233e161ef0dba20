import type { Span } from '../choosing/spans.ts';

/** The wanted key frames, by times of the file: the last one at or before the time, or the first one at or after it. */
export type KeyQuery = { times: number[]; side: 'before' | 'after' };

/** Far more than ten good frames need; a video that needs more is read from start to end instead. */
export const MAX_EXCERPT_BYTES = 64 * 1024 * 1024;

/** Where a video's frames are, so that only the wanted ones are read. */
export type FrameIndex = {
  /** FFmpeg's format of an excerpt, and the number of the track in it. */
  excerpt: { format: 'mov' | 'matroska' | 'mpegts' | 'flv'; stream: number };
  /** A decoder that reads the file from start to end would confuse its frames: only excerpts are read. */
  isSpliced?: boolean;
  /**
   * The display times of the key frames before `endSeconds`, in order, in the file's time; at least the wanted ones.
   */
  keyTimes: (query: KeyQuery, endSeconds: number) => Promise<number[]>;
  /**
   * Writes the spans, which begin with key frames, and nothing else; each frame keeps its time. Throws if that is too
   * much. Usually it is one file; several, with names that begin like this, if a decoder would not begin anew with each
   * span, so that each has a decoder of its own, or if one would have more than 64 MiB.
   */
  writeExcerpts: (spans: Span[], file: string) => Promise<Excerpt[]>;
};

/** A file of frames, the time of the first one, and whether they are stored in the order in which they are shown. */
export type Excerpt = { file: string; start: number; isInOrder: boolean };
