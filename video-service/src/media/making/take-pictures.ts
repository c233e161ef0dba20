import { CAPTURE_FORMAT } from '@video-service/shared/capture-format';
import { THUMBNAIL_BYTES } from '../choosing/repeated-pictures.ts';
import { captureSpans } from '../choosing/spans.ts';
import { invalid } from '../media-errors.ts';
import { readAllInOne } from '../ffmpeg/all-in-one.ts';
import type { Frame } from '../ffmpeg/frame-list.ts';
import { CAPTURE_WIDTH, fitted, showIn, type Size } from '../ffmpeg/picture-filters.ts';
import {
  MIN_SECONDS_APART,
  type Sampling,
  stretchStarts,
  selectCaptures,
  selectTimes,
} from '../ffmpeg/sampling.ts';
import { type Reading, type SpanChoice, type Taken, takeFrames } from '../ffmpeg/take-frames.ts';
import type { MediaLimits } from '../media-limits.ts';
import type { OpenVideo } from '../with-video.ts';
import { bestOf } from './attempts.ts';
import type { RenderOptions } from './render-previews.ts';
import { readingsOf } from './readings-of.ts';
import { retakeOtherShapes } from './retake-other-shapes.ts';

/** PNGs in order of time, each with its second of display time, and the 32x18 grays of all. */
export type Pictures = { pictures: { time: number; file: string }[]; thumbnails: Uint8Array };

/** Pictures of the key frames, at most as many as there can be captures; of other frames if there are none. */
export const takeKeyFrames = async (
  video: OpenVideo,
  { directory, limits }: RenderOptions,
): Promise<Pictures> => {
  const sampling = samplingOf(video, limits);
  const attempts = attemptsFor(video, sampling).map(
    ({ keysOnly, atLeast = 1, ...reading }) =>
      async () => {
        const select = selectCaptures(sampling, keysOnly);
        const taken = await takeCaptures(video, reading, { directory, select });
        const frames = thinOut(taken.frames, sampling);
        return { ...taken, frames, wanted: Math.max(atLeast, taken.wanted), reading };
      },
  );
  const taken = await bestOf(attempts, {
    isEnough: ({ frames, wanted }) => frames.length >= wanted,
    score: ({ frames }) => frames.length,
  });
  if (!taken) throw invalid('captures', 'NO_PICTURE');
  return toPictures(video, { taken, reading: taken.reading, directory });
};

/** Pictures of the frames at these seconds; some are missing if the video cannot be decoded there. */
export const takeMoments = async (
  video: OpenVideo,
  times: number[],
  directory: string,
): Promise<Pictures> => {
  const select = selectTimes(times.map((time) => Math.round(time * 1000)));
  const attempts = readingsOf(video, times).map((reading) => async () => {
    const taken = await takeCaptures(video, reading, { directory, select });
    return { ...taken, reading };
  });
  const taken = await bestOf(attempts, {
    isEnough: ({ frames }) => frames.length >= times.length,
    score: ({ frames }) => frames.length,
  });
  if (!taken) return { pictures: [], thumbnails: new Uint8Array() };
  return toPictures(video, { taken, reading: taken.reading, directory });
};

const samplingOf = (video: OpenVideo, { maxCaptures }: MediaLimits): Sampling => ({
  startSeconds: video.startSeconds,
  windowSeconds: video.windowSeconds,
  everySeconds: Math.max(
    MIN_SECONDS_APART,
    maxCaptures > 0 ? video.windowSeconds / maxCaptures : 0,
  ),
});

// Each process selects frames without knowing those of the others.
const thinOut = (frames: Frame[], sampling: Sampling): Frame[] => {
  const timeOf = ({ millisecond }: Frame) => millisecond / 1000 + sampling.startSeconds;
  const spans = captureSpans(frames.map(timeOf), sampling);
  const kept = new Set(spans.map(({ from }) => from));
  return frames.filter((frame) => kept.has(timeOf(frame)));
};

type Attempt = Reading & { keysOnly: boolean; atLeast?: number };

const attemptsFor = ({ index, untimed, facts }: OpenVideo, sampling: Sampling): Attempt[] => [
  ...(index ? [{ decode: 'keys', spans: spansFor(sampling), keysOnly: true } as const] : []),
  ...(untimed ? [] : keyAttempts(facts.codec)),
  // A key frame's time may only be known when all frames are decoded.
  ...(untimed ? [{ decode: 'all', keysOnly: true } as const] : []),
  { decode: 'all', keysOnly: false },
];

// A decoder of H.264 that sees nothing but key frames may lose most of them, unless it begins anew with each.
const keyAttempts = (codec: string): Attempt[] =>
  codec === 'h264'
    ? [
        { decode: 'keys', keysOnly: true, atLeast: 2 },
        { decode: 'references', keysOnly: true },
      ]
    : [{ decode: 'keys', keysOnly: true }];

const spansFor = (sampling: Sampling): SpanChoice => ({
  times: stretchStarts(sampling),
  side: 'after',
  spansOf: (keys) => captureSpans(keys, sampling),
});

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
      {
        extension: CAPTURE_FORMAT.extension,
        filters: showIn(canvas, video.appearance),
        coding: FAST_PNG,
      },
      THUMBNAILS,
    ],
  });
};

// A third of the default's CPU time, and smaller than level 1 without a filter.
const FAST_PNG = ['-c:v', 'png', '-compression_level', '1', '-pred', 'up'];

// To find repeated pictures.
const THUMBNAILS = {
  allInOne: { file: 'all.gray', bytesEach: THUMBNAIL_BYTES },
  filters: ['scale=32:18:eval=frame:flags=area', 'format=gray'],
  coding: ['-c:v', 'rawvideo'],
};

type Taking = { taken: Taken; reading: Reading; directory: string };

const toPictures = async (video: OpenVideo, { taken, reading, directory }: Taking) => {
  const retake = (select: string, shape: Size) =>
    takeCaptures(video, reading, { directory, select, shape });
  const pictureOf = await retakeOtherShapes(taken, { video, retake });
  const written = readAllInOne(taken, THUMBNAILS.allInOne);
  const thumbnails = Buffer.concat(written.map(({ bytes }) => bytes));
  const pictures = taken.frames.map(({ millisecond }) => ({
    time: millisecond / 1000,
    file: pictureOf(millisecond),
  }));
  return { pictures, thumbnails };
};
