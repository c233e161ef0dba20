import { type Packet, readPackets } from './packets.ts';
import { ProgramFailed } from '../ffmpeg/run-program.ts';
import type { FilmTimes } from '../index/written-edits.ts';
import { HEAD_PACKETS, timeAfterJump } from './time-after-jump.ts';
import type { ProbedFormat, ProbedStream } from './probe-output.ts';

/** What the packets say of a video's times, all in seconds; what they do not say is missing. */
export type Timing = {
  /** The file's own time of what a player shows as 0. */
  startSeconds: number;
  /** How long it is as a player shows it: the picture, the sound or both. */
  durationSeconds?: number;
  /** When its last frame is over, as a player shows it. */
  endSeconds?: number;
  /** Many of its frames do not say when they are shown: a decoder knows by the others, if it sees all. */
  untimed: boolean;
};

// More than ten seconds of picture and sound.
const TAIL_SECONDS = 5;
const TAIL_PACKETS = 3000;

const MAX_TAIL_MILLISECONDS = 15_000;

type Probed = {
  url: string;
  stream: ProbedStream;
  format: ProbedFormat;
  deadline: number;
  /** Those of a film that was written here. */
  times: FilmTimes | undefined;
  /** Gives the times of the last frames, where FFmpeg would read the whole file to find them. */
  lastTimes?: (() => Promise<number[]>) | undefined;
};

/** Reads packets of the beginning and of where the header says that the end is, and believes them where they differ. */
export const readTiming = async (probed: Probed): Promise<Timing> => {
  const { url, stream, format, deadline, times, lastTimes } = probed;
  if (times) return { ...times, untimed: false };
  const fileStart = isMovie(format) ? 0 : format.start_time;
  const claimed = claimedEnd(format, fileStart);
  const found = await lastTimes?.();
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
  // The header ends too early when the packets go on.
  const last = packets.length < HEAD_PACKETS + TAIL_PACKETS ? lastEnd(packets) : undefined;
  if (last === undefined) return { startSeconds, untimed };
  const isRight = Math.abs(last - claimed) <= toleranceOf(packets, stream.index);
  const picture = lastEnd(packets, stream.index) ?? 0;
  const end = (isRight ? endOf(stream, fileStart) : undefined) ?? picture;
  return {
    startSeconds,
    untimed,
    durationSeconds: round((isRight ? claimed : last) - startSeconds),
    // A picture that ends before the sound was not looked at where it ends.
    ...(picture > Math.min(claimed, last) - TAIL_SECONDS && {
      endSeconds: round(end - startSeconds),
    }),
  };
};

// The sound may end somewhat later, or earlier.
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

/** An MP4 begins at 0, whatever its first frame's time is. */
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

// A packet may not say how long it lasts: as long as the one before it.
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
