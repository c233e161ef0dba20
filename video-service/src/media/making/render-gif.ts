import path from 'node:path';
import type { SourceFacts } from '@video-service/shared/metadata';
import { invalid } from '../faults.ts';
import { gifArguments } from '../ffmpeg/ffmpeg-arguments.ts';
import { GIF_WIDTH, gifFilters, type Sampling } from '../ffmpeg/filter-graphs.ts';
import type { MediaLimits } from '../media-limits.ts';
import type { RangeSource } from '../source/range-source.ts';
import { ENOUGH_FRAMES, previewSpans } from '../choosing/spans.ts';
import { type Reading, takeFrames } from '../ffmpeg/take-frames.ts';
import { type OpenVideo, withVideo } from '../with-video.ts';

const FRAMES = 10;

type Attempt = Reading & { keepBlack: boolean; enough: number };

export type RenderOptions = { directory: string; limits: MediaLimits };

/**
 * Renders the preview: a GIF of about ten frames spread over the video, half a second each, at most 320 pixels
 * wide. Throws InvalidInput of stage `probe` or `gif`.
 */
export const renderGif = (
  source: RangeSource,
  options: RenderOptions,
): Promise<{ file: string; facts: SourceFacts }> =>
  withVideo(source, options.limits, async (video) => {
    const file = path.join(options.directory, 'preview.gif');
    for (const attempt of attemptsFor(video)) {
      const { times } = await renderOnce(video, attempt, { directory: options.directory, file });
      if (times.length >= attempt.enough) return { file, facts: video.facts };
    }
    throw invalid('gif', 'NO_PICTURE');
  });

// What costs least comes first; when that is too little to show what happens, more is decoded.
const attemptsFor = (video: OpenVideo): Attempt[] => [
  { ...cheapest(video), keepBlack: false, enough: ENOUGH_FRAMES },
  { decode: 'references', keepBlack: false, enough: 5 },
  { decode: 'all', keepBlack: true, enough: 1 },
];

const cheapest = (video: OpenVideo): Reading =>
  video.index
    ? { decode: 'references', spansOf: (keys) => previewSpans(keys, samplingOf(video)) }
    : { decode: 'keys' };

const samplingOf = (video: OpenVideo): Sampling => ({
  startSeconds: video.startSeconds,
  windowSeconds: video.windowSeconds,
  everySeconds: video.windowSeconds / FRAMES,
});

const renderOnce = (
  video: OpenVideo,
  { keepBlack, ...reading }: Attempt,
  { directory, file }: { directory: string; file: string },
) => {
  const filters = gifFilters(samplingOf(video), { keysOnly: reading.decode === 'keys', keepBlack });
  return takeFrames(video, reading, {
    stage: 'gif',
    width: GIF_WIDTH,
    directory,
    argumentsFor: (input, decoding) => gifArguments(input, decoding, { filters, file }),
  });
};
