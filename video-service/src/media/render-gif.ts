import path from 'node:path';
import type { SourceFacts } from '@video-service/shared/metadata';
import { invalid } from './faults.ts';
import { gifArguments } from './ffmpeg-arguments.ts';
import { GIF_WIDTH, gifFilters, type Pick } from './filter-graphs.ts';
import { keyTimes } from './key-times.ts';
import type { MediaLimits } from './media-limits.ts';
import { previewSpans } from './spans.ts';
import { type Reading, takeFrames } from './take-frames.ts';
import { type OpenVideo, withVideo } from './with-video.ts';
import type { RangeSource } from './range-source.ts';

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
    for (const attempt of await attemptsFor(video)) {
      const { times } = await renderOnce(video, attempt, { directory: options.directory, file });
      if (times.length >= attempt.enough) return { file, facts: video.facts };
    }
    throw invalid('gif', 'NO_PICTURE');
  });

// What costs least comes first; when that is too little to show what happens, more is decoded.
const attemptsFor = async (video: OpenVideo): Promise<Attempt[]> => [
  { ...(await cheapest(video)), keepBlack: false, enough: 8 },
  { decode: 'references', keepBlack: false, enough: 5 },
  { decode: 'all', keepBlack: true, enough: 1 },
];

const cheapest = async (video: OpenVideo): Promise<Reading> => {
  if (!video.index) return { decode: 'keys' };
  const keys = await keyTimes(video.index, video.windowSeconds);
  const spans = previewSpans(keys, pickOf(video));
  return { decode: 'references', excerpt: { index: video.index, spans } };
};

const pickOf = (video: OpenVideo): Pick => ({
  startSeconds: video.startSeconds,
  windowSeconds: video.windowSeconds,
  everySeconds: video.windowSeconds / FRAMES,
});

const renderOnce = (
  video: OpenVideo,
  { keepBlack, ...reading }: Attempt,
  { directory, file }: { directory: string; file: string },
) => {
  const filters = gifFilters(pickOf(video), { keysOnly: reading.decode === 'keys', keepBlack });
  return takeFrames(video, reading, {
    stage: 'gif',
    width: GIF_WIDTH,
    directory,
    argumentsFor: (input, decoding) => gifArguments(input, decoding, { filters, file }),
  });
};
