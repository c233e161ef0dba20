import { writeExcerpts } from './excerpt.ts';
import type { FrameIndex } from './frame-index.ts';
import { isHidden } from './hidden-frames.ts';
import { keyTimes } from './key-times.ts';
import type { VideoIndex } from './video-index.ts';

/** The frames of a movie with an index, coded with this codec of FFmpeg unless their description says otherwise. */
export const movieFrames = (index: VideoIndex, codec: string): FrameIndex => {
  let keys: number[] | undefined;
  return {
    excerpt: { format: 'mov', stream: 0 },
    isSpliced: index.splices.size > 0,
    keyTimes: ({ side }, endSeconds) => {
      keys ??= keyTimes(index);
      // A key frame that is not shown itself leads to the frames after it.
      const hides = index.times.hidesFrames && side === 'after';
      const wanted = keys.filter((key) => key < endSeconds && !(hides && isHidden(key)));
      return Promise.resolve(wanted);
    },
    writeExcerpts: (spans, file) => writeExcerpts(index, codec, { spans, file }),
  };
};
