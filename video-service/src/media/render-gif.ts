import path from 'node:path';
import type { SourceFacts } from '@video-service/shared/metadata';
import { invalid } from './faults.ts';
import { type Decode, gifArguments } from './ffmpeg-arguments.ts';
import { gifFilters } from './filter-graphs.ts';
import type { MediaLimits } from './media-limits.ts';
import { takeFrames } from './take-frames.ts';
import { type OpenVideo, withVideo } from './with-video.ts';
import type { RangeSource } from './range-source.ts';

const FRAMES = 10;

type Attempt = { decode: Decode; keepBlack: boolean; enough: number };

// Key frames cost least; when they are too few to show what happens, the frames between them are decoded too.
const ATTEMPTS: Attempt[] = [
  { decode: 'keys', keepBlack: false, enough: 8 },
  { decode: 'references', keepBlack: false, enough: 5 },
  { decode: 'all', keepBlack: true, enough: 1 },
];

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
    for (const attempt of ATTEMPTS) {
      const { times } = await renderOnce(video, attempt, { directory: options.directory, file });
      if (times.length >= attempt.enough) return { file, facts: video.facts };
    }
    throw invalid('gif', 'NO_PICTURE');
  });

const renderOnce = (
  video: OpenVideo,
  { decode, keepBlack }: Attempt,
  { directory, file }: { directory: string; file: string },
) => {
  const everySeconds = video.windowSeconds / FRAMES;
  const filters = gifFilters(
    { ...video, everySeconds, keysOnly: decode === 'keys' },
    { keepBlack },
  );
  return takeFrames(video, decode, {
    stage: 'gif',
    directory,
    argumentsFor: (input) => gifArguments(input, filters, file),
  });
};
