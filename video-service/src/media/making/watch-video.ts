import { InvalidInput } from '@video-service/shared/errors';
import { stretchSpans } from '../choosing/spans.ts';
import { watchedStretches } from '../choosing/watched-stretches.ts';
import { findMoments, type Moment } from '../choosing/moments/find-moments.ts';
import { CELLS, COLUMNS, type Glimpse, ROWS } from '../choosing/moments/glimpse.ts';
import { readAllInOne } from '../ffmpeg/all-in-one.ts';
import { selectEvery, type Stretch } from '../ffmpeg/sampling.ts';
import {
  type SpanChoice,
  type Taken,
  takeFrames,
  type TakeOptions,
} from '../ffmpeg/take-frames.ts';
import { MAX_EXCERPT_BYTES } from '../index/frame-index.ts';
import { affordableSeconds } from '../probe/affordable.ts';
import type { OpenVideo } from '../with-video.ts';

const EVERY_SECONDS = 0.2;

// So that at most a twelfth of an hour is read.
const MAX_SECONDS = 300;

// Stretches can have more bytes than the average.
const SHARE_OF_EXCERPT = 0.75;

// The rest is for the pictures.
const SHARE_OF_TIME = 0.6;

const GLIMPSES = {
  allInOne: { file: 'all.glimpses', bytesEach: CELLS },
  filters: [`scale=${COLUMNS}:${ROWS}:eval=frame:flags=area`, 'format=gray'],
  coding: ['-c:v', 'rawvideo'],
};

export type WatchOptions = Pick<TakeOptions, 'stage' | 'directory'>;
export type Watch = { moments: Moment[]; everySeconds: number };

/**
 * What comes and goes before this video's stationary camera, in seconds of display time, and how often it was sampled
 * on average: a long video is sampled in stretches. Undefined if that would take too long, or if the camera moves after
 * all.
 */
export const watchVideo = async (
  video: OpenVideo,
  options: WatchOptions,
): Promise<Watch | undefined> => {
  const stretches = stretchesOf(video);
  const isWhole = stretches.length === 1;
  if (stretches.length === 0 || (!isWhole && !video.index)) return undefined;
  const taken = await takeGlimpses(video, stretches, options);
  if (!taken || (!isWhole && taken.frames.length === 0)) return undefined;
  const glimpses = readGlimpses(taken);
  const found = stretches.map(({ start, end }) =>
    findMoments(glimpses.filter(({ time }) => time >= start && time < end)),
  );
  // It may have been moved once.
  if (found.filter((moments) => moments === undefined).length * 2 >= found.length) return undefined;
  return {
    moments: found.flatMap((moments) => moments ?? []),
    everySeconds: isWhole ? EVERY_SECONDS : round(video.windowSeconds / glimpses.length),
  };
};

const stretchesOf = ({ facts, windowSeconds, bytesPerSecond }: OpenVideo): Stretch[] => {
  const affordable = Math.min(MAX_SECONDS, affordableSeconds(facts));
  const inExcerpt = (SHARE_OF_EXCERPT * MAX_EXCERPT_BYTES) / bytesPerSecond;
  // A window that is watched as a whole needs no excerpt.
  const seconds = windowSeconds <= affordable ? affordable : Math.min(affordable, inExcerpt);
  return watchedStretches(windowSeconds, seconds);
};

const round = (seconds: number) => Math.round(seconds * 100) / 100;

const takeGlimpses = async (
  video: OpenVideo,
  stretches: Stretch[],
  { stage, directory }: WatchOptions,
) => {
  const now = performance.now();
  const deadline = now + Math.floor((video.deadline - now) * SHARE_OF_TIME);
  const options = {
    stage,
    directory,
    width: COLUMNS,
    select: selectEvery(EVERY_SECONDS, stretches),
  };
  try {
    return await takeFrames(
      { ...video, deadline },
      { decode: 'all', ...(stretches.length > 1 && { spans: spansOf(video, stretches) }) },
      { ...options, files: [GLIMPSES] },
    );
  } catch (error) {
    if (error instanceof InvalidInput) return undefined;
    throw error;
  }
};

const spansOf = ({ startSeconds }: OpenVideo, stretches: Stretch[]): SpanChoice => ({
  times: stretches.map(({ start }) => start + startSeconds),
  side: 'before',
  spansOf: (keys) =>
    stretchSpans(
      keys,
      stretches.map(({ start, end }) => ({ start: start + startSeconds, end: end + startSeconds })),
    ),
});

const readGlimpses = (taken: Taken): Glimpse[] => {
  const written = readAllInOne(taken, GLIMPSES.allInOne);
  // A decoder that breaks down may have listed more than it wrote.
  return written
    .filter(({ bytes }) => bytes.length === CELLS)
    .map(({ millisecond, bytes }) => ({ time: millisecond / 1000, grays: bytes }));
};
