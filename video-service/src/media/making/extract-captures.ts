import path from 'node:path';
import type { SourceFacts } from '@video-service/shared/metadata';
import { invalid } from '../faults.ts';
import { captureArguments } from '../ffmpeg/ffmpeg-arguments.ts';
import {
  CAPTURE_WIDTH,
  captureFilters,
  MIN_SECONDS_APART,
  type Sampling,
} from '../ffmpeg/filter-graphs.ts';
import type { MediaLimits } from '../media-limits.ts';
import type { RangeSource } from '../source/range-source.ts';
import type { RenderOptions } from './render-previews.ts';
import { repeatedPictures } from '../choosing/repeated-pictures.ts';
import type { Taken } from '../ffmpeg/run-ffmpeg.ts';
import { captureSpans } from '../choosing/spans.ts';
import { type Reading, takeFrames } from '../ffmpeg/take-frames.ts';
import { type OpenVideo, withVideo } from '../with-video.ts';

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
    const sampling = samplingOf(video, options.limits);
    for (const attempt of attemptsFor(video, sampling)) {
      const taken = await extractOnce({ video, sampling, directory: options.directory }, attempt);
      if (taken.times.length >= taken.wanted)
        return { captures: toCaptures(taken, video, options), facts: video.facts };
    }
    throw invalid('captures', 'NO_PICTURE');
  });

const samplingOf = (video: OpenVideo, { maxCaptures }: MediaLimits): Sampling => ({
  startSeconds: video.startSeconds,
  windowSeconds: video.windowSeconds,
  everySeconds: Math.max(
    MIN_SECONDS_APART,
    maxCaptures > 0 ? video.windowSeconds / maxCaptures : 0,
  ),
});

type Attempt = Reading & { keysOnly: boolean };

const attemptsFor = ({ index, untimed }: OpenVideo, sampling: Sampling): Attempt[] => [
  ...(index ? [{ decode: 'keys', spansOf: spansFor(sampling), keysOnly: true } as const] : []),
  // Only who decodes all frames finds out when a key frame is shown.
  { decode: untimed ? 'all' : 'keys', keysOnly: true },
  { decode: 'all', keysOnly: false },
];

const spansFor = (sampling: Sampling) => (keys: number[]) => captureSpans(keys, sampling);

type Extraction = { video: OpenVideo; sampling: Sampling; directory: string };

const extractOnce = (
  { video, sampling, directory }: Extraction,
  { keysOnly, ...reading }: Attempt,
) => {
  const filters = captureFilters(sampling, { keysOnly });
  return takeFrames(video, reading, {
    stage: 'captures',
    width: CAPTURE_WIDTH,
    directory,
    argumentsFor: (input, decoding) => captureArguments(input, decoding, filters),
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
