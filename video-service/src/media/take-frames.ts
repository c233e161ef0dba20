import path from 'node:path';
import type { SourceFacts, VideoError } from '@video-service/shared/metadata';
import { writeExcerpt } from './excerpt.ts';
import { invalid } from './faults.ts';
import { type Decode, type Decoding, feedArguments, type Input } from './ffmpeg-arguments.ts';
import { runFfmpeg, type Taken } from './run-ffmpeg.ts';
import { ProgramFailed } from './run-program.ts';
import type { Span } from './spans.ts';
import type { VideoIndex } from './video-index.ts';
import type { OpenVideo } from './with-video.ts';

/** Which frames are decoded, and of what: an excerpt of spans that the index tells of, or else all of the window. */
export type Reading = { decode: Decode; excerpt?: Excerpt | undefined };
type Excerpt = { index: VideoIndex; spans: Span[] };

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

/** Takes frames of the video in one pass; none if nothing could be decoded. Throws InvalidInput if that takes too long. */
export const takeFrames = async (
  video: OpenVideo,
  { decode, excerpt }: Reading,
  { stage, directory, width, argumentsFor }: TakeOptions,
): Promise<Taken> => {
  const input = await inputOf(video, { decode, excerpt }, directory);
  if (!input) return { times: [], stdout: Buffer.alloc(0) };
  const rough = shownWidth(video.facts) >= width * ROUGH_FROM;
  const args = argumentsFor(input, { decode, rough });
  const feed = input.from === 'feed' && { feed: feedArguments(video.url, input.endSeconds) };
  return runFfmpeg(args, { directory, deadline: video.deadline, ...feed }).catch(
    (error: unknown) => {
      if (!(error instanceof ProgramFailed) || !error.timedOut) throw error;
      throw invalid(stage, 'TOO_SLOW', { cause: error });
    },
  );
};

const inputOf = async (
  { url, facts, windowSeconds: endSeconds }: OpenVideo,
  { decode, excerpt }: Reading,
  directory: string,
): Promise<Input | undefined> => {
  if (excerpt) return excerptOf(excerpt, directory);
  const fed = decode === 'keys' && UNSKIPPABLE.has(facts.codec);
  return fed ? { from: 'feed', endSeconds } : { from: 'url', url, endSeconds };
};

// Of a file whose index is wrong, FFmpeg makes more by itself.
const excerptOf = async ({ index, spans }: Excerpt, directory: string) => {
  const file = path.join(directory, 'excerpt.mp4');
  try {
    await writeExcerpt(index, spans, file);
    return { from: 'excerpt' as const, file };
  } catch {
    return undefined;
  }
};

const shownWidth = ({ width, height, rotation }: SourceFacts) =>
  rotation % 180 === 0 ? width : height;
