import { momentSpans } from '../choosing/spans.ts';
import type { Reading, SpanChoice } from '../ffmpeg/take-frames.ts';
import type { OpenVideo } from '../with-video.ts';

/** The ways to read the frames at these seconds, cheapest first. */
export const readingsOf = (video: OpenVideo, times: number[]): Reading[] => {
  const inFile = times.map((time) => time + video.startSeconds);
  const spans: SpanChoice = {
    times: inFile,
    side: 'before',
    spansOf: (keys) => momentSpans(keys, inFile),
  };
  return [...(video.index ? [{ decode: 'all', spans } as const] : []), { decode: 'all' }];
};
