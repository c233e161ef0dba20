import { isDeepStrictEqual } from 'node:util';
import { captureSpans, previewSpans, type Span } from '../choosing/spans.ts';
import type { Picture } from '../choosing/preview-pictures.ts';
import { readAllInOne } from '../ffmpeg/all-in-one.ts';
import type { Frame } from '../ffmpeg/frame-list.ts';
import { fitted, GIF_HEIGHT, GIF_WIDTH, showIn, type Size } from '../ffmpeg/picture-filters.ts';
import { lookSeconds, type Sampling, stretchStarts } from '../ffmpeg/sampling.ts';
import { Shortage } from '../ffmpeg/shortage.ts';
import { type Reading, takeFrames } from '../ffmpeg/take-frames.ts';
import type { OpenVideo } from '../with-video.ts';
import { type Pixmap, pixmapBytes, readPixmaps } from './portable-pixmap.ts';

/** A small picture of the video, as in previews. */
export type SmallPicture = Picture & Pixmap;

/** How the video is sampled, and whether that is as cheap as possible. */
export type Look = Reading & { keysOnly: boolean };

/** Samples the video by its index: many of its key frames, or only as many as a GIF needs. */
export const looksByIndex = (sampling: Sampling): Look[] => {
  const everySeconds = lookSeconds(sampling.everySeconds);
  const many = (keys: number[]) =>
    merge(previewSpans(keys, sampling), captureSpans(keys, { ...sampling, everySeconds }));
  const few = (keys: number[]) => previewSpans(keys, sampling);
  const times = stretchStarts({ ...sampling, everySeconds });
  return [many, few].map((spansOf) => ({
    decode: 'references',
    keysOnly: false,
    spans: { times, side: 'after', spansOf },
  }));
};

type Looking = { select: string; directory: string; shape?: Size };

/** The selected pictures in order of time, all of one size, with their own aspect ratios. */
export const lookThrough = async (
  video: OpenVideo,
  reading: Reading,
  { select, directory, shape = video.appearance }: Looking,
): Promise<SmallPicture[]> => {
  const canvasOf = (size: Size) => fitted(size, video.appearance.turn, [GIF_WIDTH, GIF_HEIGHT]);
  const canvas = canvasOf(shape);
  const allInOne = { file: 'all.ppm', bytesEach: pixmapBytes(canvas) };
  const taken = await takeFrames(video, reading, {
    stage: 'gif',
    width: GIF_WIDTH,
    directory,
    select,
    files: [{ allInOne, filters: showIn(canvas, video.appearance), coding: ['-c:v', 'ppm'] }],
  });
  const usual = usualShape(taken.frames) ?? shape;
  const isUsual = isDeepStrictEqual(canvasOf(usual), canvas);
  // Only once: the second time it has the frames' own aspect ratio.
  if (!isUsual && shape === video.appearance)
    return lookThrough(video, reading, { select, directory, shape: usual });
  const written = readAllInOne(taken, allInOne);
  return written.map(({ millisecond, bytes }) => ({ millisecond, ...pixmapIn(bytes) }));
};

const pixmapIn = (bytes: Buffer): Pixmap => {
  const [pixmap] = readPixmaps(bytes);
  if (!pixmap) throw new Shortage('A picture was not written in full');
  return pixmap;
};

// The most frequent aspect ratio, because a header may be wrong; of equally frequent ones, the first.
const usualShape = (frames: Frame[]): Size | undefined => {
  const shapes = Map.groupBy(frames, ({ width, height }) => `${width}x${height}`);
  const [usual] = [...shapes.values()].sort((one, other) => other.length - one.length);
  return usual?.[0];
};

// A key frame that both want is read once, and as far as either needs it.
const merge = (...lists: Span[][]): Span[] => {
  const until = new Map<number, number>();
  for (const span of lists.flat())
    until.set(span.from, Math.max(span.until, until.get(span.from) ?? -Infinity));
  return [...until]
    .map(([from, end]) => ({ from, until: end }))
    .sort((one, other) => one.from - other.from);
};
