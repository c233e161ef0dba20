import path from 'node:path';
import { frameSpan, momentSpans } from '../choosing/spans.ts';
import type { Input } from '../ffmpeg/ffmpeg-arguments.ts';
import { fitted, showIn } from '../ffmpeg/picture-filters.ts';
import { makePoster } from '../ffmpeg/preview-arguments.ts';
import { clockFilters, onlyFrame, ROUNDING_SECONDS } from '../ffmpeg/sampling.ts';
import { isRough, wholeWindow } from '../ffmpeg/take-frames.ts';
import type { KeyQuery } from '../index/frame-index.ts';
import type { OpenVideo } from '../with-video.ts';
import type { Product } from './make-products.ts';

const MAX_BYTES = 1_000_000;
/** Where a decoder starts, so that it is in sync when the frame arrives. */
const RUN_UP_SECONDS = 2;

const BEST = { width: 1280, quality: 3 };
const SMALLER = [
  { width: 1280, quality: 8 },
  { width: 1280, quality: 16 },
  { width: 640, quality: 16 },
  { width: 320, quality: 31 },
];

/** A way to make `poster.jpg`; `isNear` if only the frames that lead to it are read. */
export type PosterPlan = Product & { isNear: boolean };

/** The ways to get the frame of this millisecond in full size, cheapest first. */
export const planPoster = async (
  video: OpenVideo,
  millisecond: number,
  directory: string,
): Promise<PosterPlan[]> => {
  const file = path.join(directory, 'poster.jpg');
  const inputs = await inputsFor(video, millisecond / 1000, directory);
  return inputs.map((input) => {
    const make = ({ width, quality }: typeof BEST) => {
      const canvas = fitted(video.appearance, video.appearance.turn, [width, width]);
      const filters = [
        ...clockFilters(video),
        ...onlyFrame(millisecond),
        ...showIn(canvas, video.appearance),
      ];
      const decoding = { decode: 'all', rough: isRough(video, width) } as const;
      return makePoster(input, decoding, { filters, quality, file });
    };
    const versions: Product['versions'] = [make(BEST), ...SMALLER.map(make)];
    return { file, maxBytes: MAX_BYTES, versions, isNear: input.from === 'excerpt' };
  });
};

const inputsFor = async (
  video: OpenVideo,
  seconds: number,
  directory: string,
): Promise<Input[]> => {
  const { index, url, stream, startSeconds, windowSeconds, fileStartSeconds, frameRate } = video;
  const whole = wholeWindow(video);
  // Frames without times can only be counted.
  if (frameRate !== undefined) return [whole];
  const sought = Math.max(0, seconds + startSeconds - fileStartSeconds - RUN_UP_SECONDS);
  const part = { url, stream, startSeconds: sought, seconds: 2 * RUN_UP_SECONDS };
  const inputs: Input[] = [{ from: 'seek', ...part }, whole];
  if (!index) return inputs;
  const others = index.isSpliced === true ? [] : inputs;
  try {
    const file = path.join(directory, 'poster.excerpt');
    const time = startSeconds + seconds;
    const query: KeyQuery = { times: [time], side: 'before' };
    const keys = await index.keyTimes(query, startSeconds + windowSeconds);
    // A hidden key frame can be in the same millisecond as the frame that it leads to.
    const spans = video.hidesFrames === true ? momentSpans(keys, [time]) : [frameSpan(keys, time)];
    const excerpts = await index.writeExcerpts(spans, file);
    const near = excerpts.findLast(({ start }) => start <= time + ROUNDING_SECONDS);
    return [...(near ? [{ from: 'excerpt', ...near, ...index.excerpt } as const] : []), ...others];
  } catch {
    return others;
  }
};
