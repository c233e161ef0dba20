import type { SourceFacts } from '@video-service/shared/metadata';
import * as v from 'valibot';
import { invalid } from './faults.ts';
import { probeArguments } from './ffprobe-arguments.ts';
import { MAX_PIXELS, MAX_SIDE_PIXELS } from './input-options.ts';
import type { MediaLimits } from './media-limits.ts';
import { probeFault } from './probe-fault.ts';
import { type ProbedStream, ProbeOutput, rotationOf } from './probe-output.ts';
import { ffprobeFile } from './programs.ts';
import type { RangeSource } from './range-source.ts';
import { runProgram } from './run-program.ts';
import { withSource } from './with-source.ts';

/** What a render needs to know about a video beside its facts; all times are in seconds. */
export type ProbedVideo = {
  facts: SourceFacts;
  /** The file's own time of what a player shows as 0. */
  startSeconds: number;
  /** When its last frame is over, as a player shows it; missing when the container does not know. */
  endSeconds?: number;
  /** Its frames are stored in another order than they are shown in, and nothing says when that is. */
  untimed: boolean;
  /** When FFmpeg is to be done with it, in milliseconds of Date.now(). */
  deadline: number;
};

/** Opens and probes the source for `work`; throws InvalidInput of stage `probe` when it is not a video. */
export const withProbedVideo = async <Result>(
  source: RangeSource,
  limits: MediaLimits,
  work: (video: ProbedVideo, url: string) => Promise<Result>,
): Promise<Result> => {
  if (source.size === 0) throw invalid('probe', 'EMPTY_FILE');
  return withSource(source, async (url) => {
    const deadline = Date.now() + limits.timeoutSeconds * 1000;
    const program = { file: ffprobeFile(), args: probeArguments(url) };
    const output = await runProgram(program, { deadline }).catch(async (error: unknown) => {
      throw await probeFault(error, source);
    });
    return work({ ...parseVideo(output), deadline }, url);
  });
};

const parseVideo = (output: Buffer): Omit<ProbedVideo, 'deadline'> => {
  const { streams, format } = v.parse(ProbeOutput, JSON.parse(output.toString()));
  const [stream] = streams;
  if (!stream) throw invalid('probe', 'NO_VIDEO_STREAM');
  // AVI numbers its frames as they are stored.
  const untimed = format.format_name === 'avi' && stream.has_b_frames > 0;
  const facts = factsOf(stream, format.duration);
  const offset = (stream.start_time ?? format.start_time) - format.start_time;
  const end = stream.duration === undefined ? format.duration : offset + stream.duration;
  return {
    facts,
    startSeconds: format.start_time + (untimed ? decoderDelay(stream) : 0),
    ...(end !== undefined && end > 0 && { endSeconds: end }),
    untimed,
  };
};

// The decoder gives each frame the time of the one that it came out with.
const decoderDelay = ({ has_b_frames, avg_frame_rate }: ProbedStream) =>
  avg_frame_rate > 0 ? has_b_frames / avg_frame_rate : 0;

const factsOf = (stream: ProbedStream, duration?: number): SourceFacts => {
  const { codec_name: codec, width, height } = stream;
  if (codec === undefined) throw invalid('probe', 'UNSUPPORTED_CODEC');
  if (width * height > MAX_PIXELS || Math.max(width, height) > MAX_SIDE_PIXELS)
    throw invalid('probe', 'PICTURE_TOO_LARGE');
  if (width * height === 0) throw invalid('probe', 'NO_PICTURE');
  return {
    ...(duration !== undefined && duration > 0 && { durationSeconds: duration }),
    width,
    height,
    codec,
    rotation: rotationOf(stream),
  };
};
