import { packetTimesArguments } from './ffprobe-arguments.ts';
import type { MediaLimits } from '../media-limits.ts';
import { ffprobeFile } from '../ffmpeg/programs.ts';
import type { ProbedVideo } from './probe-video.ts';
import { runProgram } from '../ffmpeg/run-program.ts';

// A packet at the end says when its frame begins, not how long it is shown.
const LAST_FRAME_SECONDS = 0.04;

/** Seconds of the video that are looked at; a recording that does not know its length is measured. */
export const windowSeconds = async (
  url: string,
  video: Pick<ProbedVideo, 'startSeconds' | 'endSeconds'> & { deadline: number },
  { maxDurationSeconds }: MediaLimits,
): Promise<number> => {
  const max = maxDurationSeconds || Infinity;
  const end =
    video.endSeconds ?? (await lastPacketSeconds(url, max, video.deadline)) - video.startSeconds;
  return Math.min(end, max);
};

const lastPacketSeconds = async (url: string, max: number, deadline: number) => {
  const printed = await runProgram(
    { file: ffprobeFile(), args: packetTimesArguments(url, max) },
    { deadline },
  );
  const times = printed.toString().split('\n').map(Number.parseFloat).filter(Number.isFinite);
  return times.reduce((last, time) => Math.max(last, time), 0) + LAST_FRAME_SECONDS;
};
