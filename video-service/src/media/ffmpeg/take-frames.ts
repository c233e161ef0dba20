import path from 'node:path';
import type { SourceFacts, VideoError } from '@video-service/shared/metadata';
import { writeExcerpt } from '../index/excerpt.ts';
import { type Decode, type Decoding, feedArguments, type Input } from './ffmpeg-arguments.ts';
import { keyTimes } from '../index/key-times.ts';
import { runFfmpeg, type Taken } from './run-ffmpeg.ts';
import { refuseIfTooSlow } from './too-slow.ts';
import type { Span } from '../choosing/spans.ts';
import type { VideoIndex } from '../index/video-index.ts';
import type { OpenVideo } from '../with-video.ts';

/**
 * Which frames are decoded, and which spans of the video are enough for that, given its key frames; without an
 * index, or without spans, it is the whole window.
 */
export type Reading = { decode: Decode; spansOf?: SpansOf | undefined };
type SpansOf = (keyTimes: number[]) => Span[];

// Most decoders of these take no notice of -skip_frame, so that packets must be dropped before them.
const UNSKIPPABLE = new Set(['vp9', 'av1']);

// A picture made so much smaller shows nothing of rough edges: SSIM 0.999 with and without them.
const ROUGH_FROM = 1.5;

export type TakeOptions = {
  stage: Extract<VideoError['stage'], 'gif' | 'captures'>;
  directory: string;
  /** The most pixels that the frames are to be wide. */
  width: number;
  argumentsFor: (input: Input, decoding: Decoding) => string[];
};

/**
 * Takes frames of the video in one pass; none if nothing could be decoded. `wanted` is how many there should be at
 * the least. Throws InvalidInput if it takes too long.
 */
export const takeFrames = async (
  video: OpenVideo,
  reading: Reading,
  { stage, directory, width, argumentsFor }: TakeOptions,
): Promise<Taken & { wanted: number }> => {
  const opened = await inputOf(video, reading, directory);
  if (!opened) return { times: [], stdout: Buffer.alloc(0), wanted: 1 };
  const { input, wanted } = opened;
  const rough = shownWidth(video.facts) >= width * ROUGH_FROM;
  const args = argumentsFor(input, { decode: reading.decode, rough });
  const feed = input.from === 'feed' && { feed: feedArguments(video.url, input.endSeconds) };
  const taken = await runFfmpeg(args, { directory, deadline: video.deadline, ...feed }).catch(
    refuseIfTooSlow(stage),
  );
  return { ...taken, wanted };
};

const inputOf = async (
  video: OpenVideo,
  { decode, spansOf }: Reading,
  directory: string,
): Promise<{ input: Input; wanted: number } | undefined> => {
  const { url, facts, index, windowSeconds: endSeconds } = video;
  if (index && spansOf) {
    const file = path.join(directory, 'excerpt.mp4');
    const wanted = await writeSpans({ index, spansOf, endSeconds }, file);
    return wanted === undefined ? undefined : { input: { from: 'excerpt', file }, wanted };
  }
  const fed = decode === 'keys' && UNSKIPPABLE.has(facts.codec);
  const input: Input = fed ? { from: 'feed', endSeconds } : { from: 'url', url, endSeconds };
  return { input, wanted: 1 };
};

type Excerpt = { index: VideoIndex; spansOf: SpansOf; endSeconds: number };

// Undefined when the index is wrong: FFmpeg may still make something of such a file by itself.
const writeSpans = async ({ index, spansOf, endSeconds }: Excerpt, file: string) => {
  try {
    const spans = spansOf(await keyTimes(index, endSeconds));
    await writeExcerpt(index, spans, file);
    return Math.max(1, spans.length);
  } catch {
    return undefined;
  }
};

const shownWidth = ({ width, height, rotation }: SourceFacts) =>
  rotation % 180 === 0 ? width : height;
