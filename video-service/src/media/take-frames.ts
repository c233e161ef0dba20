import path from 'node:path';
import type { SourceFacts, VideoError } from '@video-service/shared/metadata';
import { writeExcerpt } from './excerpt.ts';
import { invalid } from './faults.ts';
import type { Decode, Decoding, Input } from './ffmpeg-arguments.ts';
import { runFfmpeg, type Taken } from './run-ffmpeg.ts';
import { ProgramFailed } from './run-program.ts';
import type { Span } from './spans.ts';
import type { VideoIndex } from './video-index.ts';
import type { OpenVideo } from './with-video.ts';

/** Which frames are decoded, and of what: an excerpt of spans that the index tells of, or else all of the window. */
export type Reading = { decode: Decode; excerpt?: Excerpt };
type Excerpt = { index: VideoIndex; spans: Span[] };

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
  const { url, windowSeconds, deadline } = video;
  const whole = { url, endSeconds: windowSeconds };
  const input = excerpt ? await fileOf(excerpt, directory) : whole;
  if (!input) return { times: [], stdout: Buffer.alloc(0) };
  const rough = shownWidth(video.facts) >= width * ROUGH_FROM;
  const args = argumentsFor(input, { decode, rough });
  return runFfmpeg(args, { directory, deadline }).catch((error: unknown) => {
    if (!(error instanceof ProgramFailed) || !error.timedOut) throw error;
    throw invalid(stage, 'TOO_SLOW', { cause: error });
  });
};

// Of a file whose index is wrong, FFmpeg makes more by itself.
const fileOf = async ({ index, spans }: Excerpt, directory: string) => {
  const file = path.join(directory, 'excerpt.mp4');
  try {
    await writeExcerpt(index, spans, file);
    return { file };
  } catch {
    return undefined;
  }
};

const shownWidth = ({ width, height, rotation }: SourceFacts) =>
  rotation % 180 === 0 ? width : height;
