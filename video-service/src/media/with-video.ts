import { invalid } from './media-errors.ts';
import { isUnskippable } from './ffmpeg/codecs.ts';
import { type Place, topBoxes } from './index/boxes.ts';
import type { FrameIndex } from './index/frame-index.ts';
import { type Movie, readMovie } from './index/movie.ts';
import { movieFrames } from './index/movie-frames.ts';
import type { TrackTimes } from './index/track-times.ts';
import { readIndex } from './index/video-index.ts';
import { writeOutFragments } from './index/written-fragments.ts';
import { type WrittenFilm, writeOutEdits } from './index/written-edits.ts';
import type { MediaLimits } from './media-limits.ts';
import { readableSeconds } from './probe/affordable.ts';
import { checkWhole } from './probe/check-whole.ts';
import { probeError } from './probe/probe-error.ts';
import { type ProbedVideo, probeVideo } from './probe/probe-video.ts';
import { windowSeconds } from './probe/window.ts';
import { searchIndex } from './searching/search-index.ts';
import type { RangeSource } from './source/range-source.ts';
import { type LentSource, withSource } from './source/with-source.ts';

/** A video that FFmpeg can read at `url`, and how much of it is analysed. */
export type OpenVideo = ProbedVideo & {
  url: string;
  windowSeconds: number;
  /** What a second of it takes in the file, on average. */
  bytesPerSecond: number;
  /** Where its frames are, if the file says so; FFmpeg then need not read all of it. */
  index?: FrameIndex;
  /** When FFmpeg must be done with it, in milliseconds of performance.now(). */
  deadline: number;
};

/** Opens the source for `work` and closes it afterwards; throws InvalidInput of stage `probe` if it is not a video. */
export const withVideo = async <Result>(
  source: RangeSource,
  limits: MediaLimits,
  work: (video: OpenVideo) => Promise<Result>,
): Promise<Result> => {
  if (source.size === 0) throw invalid('probe', 'EMPTY_FILE');
  return withSource(source, async (lent) => {
    const deadline = performance.now() + limits.timeoutSeconds * 1000;
    const top = await before(deadline, topBoxes(lent.source));
    const isWhole = checkWhole(lent.source, top);
    const movie = await before(deadline, movieIn(lent.source, top));
    const film = movie && (await before(deadline, writeOut(lent.planned, top, { movie, isWhole })));
    if (!film)
      return work(await openVideo(lent, { movie: isWhole ? movie : undefined, limits, deadline }));
    return withSource(film.source, async (written) => {
      const writtenMovie = await before(deadline, movieIn(written.source, film.top));
      return work(await openVideo(written, { movie: writtenMovie, film, limits, deadline }));
    });
  });
};

// A source that cannot be read is reported where it is lent.
const movieIn = (source: RangeSource, top: Place[]): Promise<Movie | undefined> =>
  readMovie(source, top).catch(() => undefined);

const writeOut = async (
  source: RangeSource,
  top: Place[],
  { movie, isWhole }: { movie: Movie; isWhole: boolean },
): Promise<WrittenFilm | undefined> =>
  (await writeOutFragments(source, top, movie)) ??
  (isWhole ? await writeOutEdits(source, top, movie) : undefined);

type Opening = {
  movie: Movie | undefined;
  film?: WrittenFilm;
  limits: MediaLimits;
  deadline: number;
};

const openVideo = async (
  lent: LentSource,
  { movie, film, limits, deadline }: Opening,
): Promise<OpenVideo> => {
  const found = movie && readIndex(lent.source, movie, film?.tracks);
  const times = new Map<number, TrackTimes>(film?.tracks);
  if (found) times.set(found.stream, found.times);
  const known = { stream: found?.stream, times };
  const video: ProbedVideo =
    found?.described ?? (await before(deadline, probeVideo(lent, deadline, known)));
  const measured = await windowSeconds(lent.url, { ...video, deadline }, limits).catch(
    async (error: unknown) => {
      throw await probeError(error, lent.source);
    },
  );
  const index =
    found?.stream === video.stream && !video.untimed
      ? movieFrames(found, video.facts.codec)
      : searchedFrames(video, measured, lent.source.size);
  return {
    ...video,
    url: lent.url,
    windowSeconds: index ? measured : Math.min(measured, readableSeconds(video.facts)),
    bytesPerSecond: lent.source.size / (video.facts.durationSeconds ?? measured),
    ...(index && { index }),
    deadline,
  };
};

// FFmpeg reads shorter videos in one pass.
const LONG_SECONDS = 60;

const searchedFrames = (
  { frames, facts, startSeconds }: ProbedVideo,
  seconds: number,
  size: number,
): FrameIndex | undefined => {
  const isShort = seconds <= LONG_SECONDS;
  if (!frames || (isShort && !isUnskippable(facts.codec))) return undefined;
  return searchIndex(frames, {
    codec: facts.codec,
    isShort,
    bounds: [
      { time: startSeconds, position: frames.bodyStart },
      { time: startSeconds + seconds, position: size },
    ],
  });
};

/** Reading here takes no longer than FFmpeg may. */
const before = async <Result>(deadline: number, work: Promise<Result>): Promise<Result> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(invalid('probe', 'TOO_SLOW')),
      Math.max(0, deadline - performance.now()),
    );
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
};
