import { captureSpans, previewSpans, type Span } from '../choosing/spans.ts';
import type { Picture } from '../choosing/preview-pictures.ts';
import { GIF_WIDTH, lookFilters, lookSeconds, type Sampling } from '../ffmpeg/filter-graphs.ts';
import { lookArguments } from '../ffmpeg/preview-arguments.ts';
import { type Reading, takeFrames } from '../ffmpeg/take-frames.ts';
import type { OpenVideo } from '../with-video.ts';
import { type Pixmap, readPixmaps } from './portable-pixmap.ts';

/** A small picture of the video, as previews show it. */
export type SmallPicture = Picture & Pixmap;

/** How the video is looked through, and whether that saves what can be saved. */
export type Look = Reading & { keysOnly: boolean };

/** Looks by the index of the video: at many of its key frames, or only at what a GIF needs. */
export const looksByIndex = (sampling: Sampling): Look[] => {
  const everySeconds = lookSeconds(sampling.everySeconds);
  const many = (keys: number[]) =>
    merge(previewSpans(keys, sampling), captureSpans(keys, { ...sampling, everySeconds }));
  const few = (keys: number[]) => previewSpans(keys, sampling);
  return [many, few].map((spansOf) => ({ decode: 'references', keysOnly: false, spansOf }));
};

/** The pictures that a look finds, in order of time. */
export const lookThrough = async (
  video: OpenVideo,
  { keysOnly, ...reading }: Look,
  { sampling, directory }: { sampling: Sampling; directory: string },
): Promise<SmallPicture[]> => {
  const filters = lookFilters(sampling, { keysOnly });
  const { times, stdout } = await takeFrames(video, reading, {
    stage: 'gif',
    width: GIF_WIDTH,
    directory,
    argumentsFor: (input, decoding) => lookArguments(input, decoding, filters),
  });
  return readPixmaps(stdout).flatMap((pixmap, index) => {
    const time = times[index];
    return time === undefined ? [] : [{ ...pixmap, time }];
  });
};

// A key frame that both want is read once, and as far as either wants it.
const merge = (...lists: Span[][]): Span[] => {
  const until = new Map<number, number>();
  for (const span of lists.flat())
    until.set(span.from, Math.max(span.until, until.get(span.from) ?? -Infinity));
  return [...until]
    .map(([from, end]) => ({ from, until: end }))
    .sort((one, other) => one.from - other.from);
};
