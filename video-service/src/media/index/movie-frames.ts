import { writeExcerpt } from './excerpt.ts';
import type { FrameIndex } from './frame-index.ts';
import { keyTimes } from './key-times.ts';
import type { VideoIndex } from './video-index.ts';

/** The frames of a film that has an index of its own. */
export const movieFrames = (index: VideoIndex): FrameIndex => ({
  excerpt: { format: 'mov', stream: 0 },
  keyTimes: (_, endSeconds) => keyTimes(index, endSeconds),
  writeExcerpt: (spans, file) => writeExcerpt(index, spans, file),
});
