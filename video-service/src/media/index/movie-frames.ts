import { writeExcerpts } from './excerpt.ts';
import type { FrameIndex } from './frame-index.ts';
import { isHidden } from './hidden-frames.ts';
import { keyTimes } from './key-times.ts';
import type { VideoIndex } from './video-index.ts';

/** The frames of a movie with an index, coded with this codec of FFmpeg unless their description says otherwise. */
export const movieFrames = (index: VideoIndex, codec: string): FrameIndex => ({
  excerpt: { format: 'mov', stream: 0, codec },
  isSpliced: index.splices.size > 0,
  keyTimes: ({ side }, endSeconds) => {
    const keys = keyTimes(index, endSeconds);
    // A key frame that is not shown itself leads to the frames after it.
    const hides = index.times.hidesFrames && side === 'after';
    return Promise.resolve(hides ? keys.filter((key) => !isHidden(key)) : keys);
  },
  writeExcerpts: (spans, file) => writeExcerpts(index, codec, { spans, file }),
});
