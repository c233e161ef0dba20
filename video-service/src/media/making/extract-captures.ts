import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { SourceFacts } from '@video-service/shared/metadata';
import { repeatedPictures } from '../choosing/repeated-pictures.ts';
import { captureSpans } from '../choosing/spans.ts';
import { invalid } from '../faults.ts';
import type { FrameFiles } from '../ffmpeg/ffmpeg-arguments.ts';
import { CAPTURE_WIDTH, fitted, showIn, type Size } from '../ffmpeg/picture-filters.ts';
import { MIN_SECONDS_APART, type Sampling, selectCaptures } from '../ffmpeg/sampling.ts';
import { type Reading, type Taken, takeFrames } from '../ffmpeg/take-frames.ts';
import type { MediaLimits } from '../media-limits.ts';
import type { RangeSource } from '../source/range-source.ts';
import { type OpenVideo, withVideo } from '../with-video.ts';
import { bestOf } from './attempts.ts';
import type { RenderOptions } from './render-previews.ts';
import { retakeOtherShapes } from './retake-other-shapes.ts';

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
  { directory, limits }: RenderOptions,
): Promise<{ captures: CaptureFile[]; facts: SourceFacts }> =>
  withVideo(source, limits, async (video) => {
    const sampling = samplingOf(video, limits);
    const attempts = attemptsFor(video, sampling).map(({ keysOnly, ...reading }) => async () => {
      const select = selectCaptures(sampling, keysOnly);
      const taken = await takeCaptures(video, reading, { directory, select });
      return { ...taken, reading };
    });
    const taken = await bestOf(attempts, {
      isEnough: ({ frames, wanted }) => frames.length >= wanted,
      score: ({ frames }) => frames.length,
    });
    if (!taken) throw invalid('captures', 'NO_PICTURE');
    const retake = (select: string, shape: Size) =>
      takeCaptures(video, taken.reading, { directory, select, shape });
    const pictures = await retakeOtherShapes(taken, { video, retake });
    return { captures: await toCaptures(taken, pictures), facts: video.facts };
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

type TakeCaptures = { directory: string; select: string; shape?: Size };

const takeCaptures = (
  video: OpenVideo,
  reading: Reading,
  { directory, select, shape = video.appearance }: TakeCaptures,
) => {
  const canvas = fitted(shape, video.appearance.turn, [CAPTURE_WIDTH]);
  return takeFrames(video, reading, {
    stage: 'captures',
    width: CAPTURE_WIDTH,
    directory,
    select,
    files: [
      { extension: 'png', filters: showIn(canvas, video.appearance), coding: FAST_PNG },
      THUMBNAILS,
    ],
  });
};

// A third of the default's CPU, and smaller than the first level without a filter.
const FAST_PNG = ['-c:v', 'png', '-compression_level', '1', '-pred', 'up'];

// To find pictures that repeat each other.
const THUMBNAILS: FrameFiles = {
  extension: 'gray',
  filters: ['scale=32:18:eval=frame:flags=area', 'format=gray'],
  coding: ['-c:v', 'rawvideo'],
};

const toCaptures = async (
  { frames, directory }: Taken,
  pictureOf: (millisecond: number) => string,
): Promise<CaptureFile[]> => {
  const thumbnails = await Promise.all(
    frames.map(({ millisecond }) => readFile(path.join(directory, `${millisecond}.gray`))),
  );
  const repeated = repeatedPictures(Buffer.concat(thumbnails), frames.length);
  return frames.map(({ millisecond }, index) => {
    const capture = { frame: `${millisecond}`, time: millisecond / 1000 };
    const original = frames[repeated[index] ?? index]?.millisecond ?? millisecond;
    return original === millisecond
      ? { ...capture, file: pictureOf(millisecond) }
      : { ...capture, sameAs: `${original}` };
  });
};
