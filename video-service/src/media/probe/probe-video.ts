import type { SourceFacts } from '@video-service/shared/metadata';
import * as v from 'valibot';
import { checkPicture } from './check-picture.ts';
import { invalid } from '../faults.ts';
import { probeArguments } from './ffprobe-arguments.ts';
import { probeFault } from './probe-fault.ts';
import { type ProbedStream, ProbeOutput, rotationOf } from './probe-output.ts';
import { ffprobeFile } from '../ffmpeg/programs.ts';
import { runProgram } from '../ffmpeg/run-program.ts';
import type { LentSource } from '../source/with-source.ts';

/** What a render needs to know about a video beside its facts; all times are in seconds. */
export type ProbedVideo = {
  facts: SourceFacts;
  /** The file's own time of what a player shows as 0. */
  startSeconds: number;
  /** When its last frame is over, as a player shows it; missing when the container does not know. */
  endSeconds?: number;
  /** Its frames are stored in another order than they are shown in, and nothing says when that is. */
  untimed: boolean;
};

/** Asks ffprobe about the source; throws InvalidInput of stage `probe` when it is not a video. */
export const probeVideo = async (
  { source, url }: LentSource,
  deadline: number,
): Promise<ProbedVideo> => {
  const program = { file: ffprobeFile(), args: probeArguments(url) };
  const output = await runProgram(program, { deadline }).catch(async (error: unknown) => {
    throw await probeFault(error, source);
  });
  return parseVideo(output);
};

const parseVideo = (output: Buffer): ProbedVideo => {
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
  checkPicture({ width, height });
  return {
    ...(duration !== undefined && duration > 0 && { durationSeconds: duration }),
    width,
    height,
    codec,
    rotation: rotationOf(stream),
  };
};
