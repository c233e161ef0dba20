import path from 'node:path';
import type { SourceFacts } from '@video-service/shared/metadata';
import { invalid } from './faults.ts';
import { captureArguments, type Decode } from './ffmpeg-arguments.ts';
import { captureFilters, MIN_SECONDS_APART } from './filter-graphs.ts';
import { repeatedPictures } from './repeated-pictures.ts';
import type { RangeSource } from './range-source.ts';
import type { RenderOptions } from './render-gif.ts';
import type { Taken } from './run-ffmpeg.ts';
import { takeFrames } from './take-frames.ts';
import { type OpenVideo, withVideo } from './with-video.ts';

const MICROSECONDS = 1_000_000;

/**
 * A picture out of the video: `frame` is its millisecond, `time` the same in seconds, as a player's
 * `currentTime` has it. It has a PNG, or is so like an earlier one that it is told as `sameAs` that frame.
 */
export type CaptureFile = { frame: string; time: number } & (
  { file: string; sameAs?: never } | { sameAs: string; file?: never }
);

/**
 * Takes captures of the video's key frames in order of time, as PNG of at most 1280 pixels width into the
 * directory. Throws InvalidInput of stage `probe` or `captures`.
 */
export const extractCaptures = (
  source: RangeSource,
  options: RenderOptions,
): Promise<{ captures: CaptureFile[]; facts: SourceFacts }> =>
  withVideo(source, options.limits, async (video) => {
    for (const attempt of attemptsFor(video)) {
      const taken = await extractOnce(video, attempt, options);
      if (taken.times.length > 0)
        return { captures: toCaptures(taken, video, options), facts: video.facts };
    }
    throw invalid('captures', 'NO_PICTURE');
  });

type Attempt = { decode: Decode; keysOnly: boolean };

const attemptsFor = ({ untimed }: OpenVideo): Attempt[] => [
  // Only who decodes all frames finds out when a key frame is shown.
  { decode: untimed ? 'all' : 'keys', keysOnly: true },
  { decode: 'all', keysOnly: false },
];

const extractOnce = (
  video: OpenVideo,
  { decode, keysOnly }: Attempt,
  { directory, limits }: RenderOptions,
) => {
  const evenly = limits.maxCaptures > 0 ? video.windowSeconds / limits.maxCaptures : 0;
  const everySeconds = Math.max(MIN_SECONDS_APART, evenly);
  const filters = captureFilters({ ...video, everySeconds, keysOnly });
  return takeFrames(video, decode, {
    stage: 'captures',
    directory,
    argumentsFor: (input) => captureArguments(input, filters),
  });
};

const toCaptures = (
  { times, stdout }: Taken,
  { startSeconds }: OpenVideo,
  { directory }: RenderOptions,
): CaptureFile[] => {
  const start = startSeconds * MICROSECONDS;
  const repeated = repeatedPictures(stdout, times.length);
  const frames = times.map((microseconds) => {
    // Rounded up, so that a player that seeks to it shows this frame and not the one before.
    const milliseconds = Math.max(0, Math.ceil(Math.round(microseconds - start) / 1000));
    return { frame: `${milliseconds}`, time: milliseconds / 1000 };
  });
  return frames.map((capture, index) => {
    const original = frames[repeated[index] ?? index];
    return original && original !== capture
      ? { ...capture, sameAs: original.frame }
      : { ...capture, file: path.join(directory, `${index}.png`) };
  });
};
