import { writeExcerpts } from './excerpt.ts';
import type { FrameIndex } from './frame-index.ts';
import { isHidden } from './hidden-frames.ts';
import { keyTimes } from './key-times.ts';
import type { VideoIndex } from './video-index.ts';

/** The frames of a movie with an index. */
export const movieFrames = (index: VideoIndex): FrameIndex => ({
  excerpt: { format: 'mov', stream: 0, codec: index.coding.codec },
  isSpliced: index.splices.size > 0,
  keyTimes: async ({ side }, endSeconds) => {
    const keys = await keyTimes(index, endSeconds);
    // A key frame that is not shown itself leads to the frames after it.
    return index.hidesFrames && side === 'after' ? keys.filter((key) => !isHidden(key)) : keys;
  },
  writeExcerpts: (spans, file) => writeExcerpts(index, spans, file),
});
