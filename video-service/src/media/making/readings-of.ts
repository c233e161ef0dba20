import { momentSpans } from '../choosing/spans.ts';
import type { Reading } from '../ffmpeg/take-frames.ts';
import type { OpenVideo } from '../with-video.ts';

/** The ways to read the frames at these seconds, those that cost least first. */
export const readingsOf = (video: OpenVideo, times: number[]): Reading[] => {
  const inFile = times.map((time) => time + video.startSeconds);
  const spansOf = (keys: number[]) => momentSpans(keys, inFile);
  return [...(video.index ? [{ decode: 'all', spansOf } as const] : []), { decode: 'all' }];
};
