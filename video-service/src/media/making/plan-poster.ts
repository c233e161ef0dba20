import path from 'node:path';
import type { Input } from '../ffmpeg/ffmpeg-arguments.ts';
import { fitted, showIn } from '../ffmpeg/picture-filters.ts';
import { makePoster } from '../ffmpeg/preview-arguments.ts';
import { clockFilters, onlyFrame } from '../ffmpeg/sampling.ts';
import { isRough, wholeWindow } from '../ffmpeg/take-frames.ts';
import type { OpenVideo } from '../with-video.ts';
import type { SmallPicture } from './look-through.ts';
import type { Product } from './make-products.ts';

const MAX_BYTES = 1_000_000;
/** Where a decoder begins, so that it is in step when the frame comes. */
const RUN_UP_SECONDS = 2;

const BEST = { width: 1280, quality: 3 };
const SMALLER = [
  { width: 1280, quality: 8 },
  { width: 1280, quality: 16 },
  { width: 640, quality: 16 },
  { width: 320, quality: 31 },
];

/** A way to `poster.jpg`; `isNear` if nothing but a few frames has to be read for it. */
export type PosterPlan = Product & { isNear: boolean };

/** The ways to the frame that this picture shows, those that cost least first: it is decoded once more, in full size. */
export const planPoster = (
  video: OpenVideo,
  picture: SmallPicture,
  directory: string,
): PosterPlan[] => {
  const file = path.join(directory, 'poster.jpg');
  const { millisecond } = picture;
  return inputsFor(video, picture).map((input) => {
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

const inputsFor = (video: OpenVideo, { input, millisecond }: SmallPicture): Input[] => {
  const { url, stream, startSeconds, fileStartSeconds, frameRate } = video;
  const whole = wholeWindow(video);
  // Frames without times can only be counted.
  if (frameRate !== undefined) return [whole];
  const seconds = startSeconds + millisecond / 1000;
  const sought = Math.max(0, seconds - fileStartSeconds - RUN_UP_SECONDS);
  const part = { url, stream, startSeconds: sought, seconds: 2 * RUN_UP_SECONDS };
  const inputs: Input[] = [{ from: 'seek', ...part }, whole];
  if (input.from !== 'excerpt') return inputs;
  // The other containers have no index here: their few frames are decoded up to this one.
  return [input.format === 'mov' ? { ...input, startSeconds: seconds } : input, ...inputs];
};
