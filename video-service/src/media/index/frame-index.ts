import type { Span } from '../choosing/spans.ts';

/** Key frames that are asked for, by times of the file: the last one not after the time, or the first one not before. */
export type KeyQuery = { times: number[]; side: 'before' | 'after' };

/** Where the frames of a video lie, so that only the wanted ones are read. */
export type FrameIndex = {
  /** What FFmpeg calls an excerpt, and the number of the track within it. */
  excerpt: { format: 'mov' | 'matroska' | 'mpegts' | 'flv'; stream: number };
  /** When key frames before `endSeconds` are shown, in order, in the file's time: at least those asked for. */
  keyTimes: (query: KeyQuery, endSeconds: number) => Promise<number[]>;
  /**
   * Writes the spans, which begin with key frames, and nothing else; each frame keeps its time. At most 64 MiB. False if
   * a decoder would not begin anew with each span: they are to be written and decoded one by one then.
   */
  writeExcerpt: (spans: Span[], file: string) => Promise<boolean>;
};
