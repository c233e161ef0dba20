import type { VideoError } from '@video-service/shared/metadata';
import { invalid } from './faults.ts';
import { type Decode, feedArguments, type Input } from './ffmpeg-arguments.ts';
import { runFfmpeg, type Taken } from './run-ffmpeg.ts';
import { ProgramFailed } from './run-program.ts';
import type { OpenVideo } from './with-video.ts';

// Most decoders of these take no notice of -skip_frame, so that packets must be dropped before them.
const UNSKIPPABLE = new Set(['vp9', 'av1']);

export type TakeOptions = {
  stage: Extract<VideoError['stage'], 'gif' | 'captures'>;
  directory: string;
  argumentsFor: (input: Input) => string[];
};

/** Takes frames of the video in one pass; none if nothing could be decoded. Throws InvalidInput if that takes too long. */
export const takeFrames = (
  { url, facts, windowSeconds, deadline }: OpenVideo,
  decode: Decode,
  { stage, directory, argumentsFor }: TakeOptions,
): Promise<Taken> => {
  const fed = decode === 'keys' && UNSKIPPABLE.has(facts.codec);
  const args = argumentsFor({ url: fed ? 'pipe:0' : url, decode, endSeconds: windowSeconds });
  const feed = fed ? { feed: feedArguments(url, windowSeconds) } : {};
  return runFfmpeg(args, { directory, deadline, ...feed }).catch((error: unknown) => {
    if (!(error instanceof ProgramFailed) || !error.timedOut) throw error;
    throw invalid(stage, 'TOO_SLOW', { cause: error });
  });
};
