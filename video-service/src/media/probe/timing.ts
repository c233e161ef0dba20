import { type Packet, readPackets } from './packets.ts';
import { ProgramFailed } from '../ffmpeg/run-program.ts';
import type { TrackTimes } from '../index/track-times.ts';
import { HEAD_PACKETS, timeAfterJump } from './time-after-jump.ts';
import type { ProbedFormat, ProbedStream } from './probe-output.ts';

/** A video's times according to its packets, in seconds; unknown ones are missing. */
export type Timing = {
  /** The file's own time at display time 0. */
  startSeconds: number;
  /** Its display duration: of the video, the audio or both. */
  durationSeconds?: number;
  /** The display time at which its last frame ends. */
  endSeconds?: number;
  /** Many of its frames lack a display time: a decoder knows it from the others, if it reads all of them. */
  untimed: boolean;
};

// More than ten seconds of video and audio.
const TAIL_SECONDS = 5;
const TAIL_PACKETS = 3000;

const MAX_TAIL_MILLISECONDS = 15_000;

type Probed = {
  url: string;
  stream: ProbedStream;
  format: ProbedFormat;
  deadline: number;
  /** Its times, if an index has them. */
  times: TrackTimes | undefined;
  /** Returns the times of the last frames, for files that FFmpeg would have to read completely. */
  lastTimes?: (() => Promise<number[]>) | undefined;
  /** Returns the times of the first frames, if packets have nothing to add to them. */
  firstTimes?: (() => Promise<number[]>) | undefined;
};

/** Reads packets at the start, and where the header says the end is; where they differ, the packets win. */
export const readTiming = async (probed: Probed): Promise<Timing> => {
  const { url, stream, format, deadline, times, lastTimes, firstTimes } = probed;
  if (times) return timingOf(times);
  const fileStart = isMovie(format) ? 0 : format.start_time;
  const claimed = claimedEnd(format, fileStart);
  const found = await lastTimes?.();
  if (found?.length && firstTimes) {
    const startSeconds = timeAfterJump(await firstTimes()) ?? fileStart;
    return { untimed: false, ...foundTiming(found, startSeconds, claimed) };
  }
  const packets = await readPackets(url, {
    intervals: [
      `%+#${HEAD_PACKETS}`,
      ...(claimed === undefined || found?.length ? [] : [tailInterval(claimed)]),
    ].join(),
    deadline: Math.min(deadline, performance.now() + MAX_TAIL_MILLISECONDS),
  }).catch(packetsBeforeFailure);
  const startSeconds = startAfterJump(packets.slice(0, HEAD_PACKETS), stream.index) ?? fileStart;
  const untimed = isUntimed(packets.slice(0, HEAD_PACKETS), stream.index);
  if (found?.length) return { untimed, ...foundTiming(found, startSeconds, claimed) };
  if (claimed === undefined) return { startSeconds, untimed };
  // If packets follow, the header's end is too early.
  const last = packets.length < HEAD_PACKETS + TAIL_PACKETS ? lastEnd(packets) : undefined;
  if (last === undefined) return { startSeconds, untimed };
  const isRight = Math.abs(last - claimed) <= toleranceOf(packets, stream.index);
  const picture = lastEnd(packets, stream.index) ?? 0;
  const end = (isRight ? endOf(stream, fileStart) : undefined) ?? picture;
  return {
    startSeconds,
    untimed,
    durationSeconds: round((isRight ? claimed : last) - startSeconds),
    // Video that ends before the audio was not sampled at its end.
    ...(picture > Math.min(claimed, last) - TAIL_SECONDS && {
      endSeconds: round(end - startSeconds),
    }),
  };
};

const timingOf = ({ startSeconds, durationSeconds, endSeconds }: TrackTimes): Timing => ({
  startSeconds,
  durationSeconds,
  endSeconds,
  untimed: false,
});

// The audio may end somewhat later, or earlier.
const foundTiming = (times: number[], startSeconds: number, claimed = 0) => {
  const [last = 0, before = last] = [times.at(-1), times.at(-2)];
  const end = last + (last - before);
  const isRight = Math.abs(end - claimed) <= TAIL_SECONDS;
  return {
    startSeconds,
    durationSeconds: round((isRight ? claimed : end) - startSeconds),
    endSeconds: round(end - startSeconds),
  };
};

const round = (seconds: number) => Math.round(seconds * 1_000_000) / 1_000_000;

/** An MP4 starts at 0, whatever the time of its first frame. */
const isMovie = ({ format_name }: ProbedFormat) => format_name.startsWith('mov,');

// Matroska counts from 0, others from their first packet.
const claimedEnd = ({ format_name, duration = 0 }: ProbedFormat, start: number) => {
  if (duration <= 0) return undefined;
  return format_name.startsWith('matroska') && duration > start ? duration : start + duration;
};

const tailInterval = (end: number) => `${Math.max(0, end - TAIL_SECONDS)}%+#${TAIL_PACKETS}`;

const packetsBeforeFailure = (error: unknown): Packet[] => {
  if (error instanceof ProgramFailed) return [];
  throw error;
};

const startAfterJump = (head: Packet[], stream: number): number | undefined =>
  timeAfterJump(head.filter((packet) => packet.stream === stream).map(({ begin }) => begin));

const UNTIMED_SHARE = 0.1;

const isUntimed = (head: Packet[], stream: number): boolean => {
  const own = head.filter((packet) => packet.stream === stream);
  return own.filter(({ isShownThen }) => !isShownThen).length > own.length * UNTIMED_SHARE;
};

const lastEnd = (packets: Packet[], stream?: number): number | undefined => {
  const ends = packets
    .filter((packet) => stream === undefined || packet.stream === stream)
    .map(({ end }) => end)
    .filter(Number.isFinite);
  return ends.length === 0 ? undefined : Math.max(...ends);
};

const LEAST_TOLERANCE_SECONDS = 0.25;

// A packet may lack a duration: it lasts as long as the previous one.
const toleranceOf = (tail: Packet[], stream: number) => {
  const times = tail
    .filter((packet) => packet.stream === stream)
    .map(({ begin }) => begin)
    .sort((one, other) => one - other);
  const [last = 0, before = last] = [times.at(-1), times.at(-2)];
  return Math.max(LEAST_TOLERANCE_SECONDS, 2 * (last - before));
};

const endOf = ({ start_time, duration }: ProbedStream, fileStart: number) =>
  duration === undefined ? undefined : (start_time ?? fileStart) + duration;
