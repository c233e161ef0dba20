import type { SourceFacts } from '@video-service/shared/metadata';
import * as v from 'valibot';
import type { Appearance } from '../appearance.ts';
import { invalid } from '../media-errors.ts';
import { ffprobeFile } from '../ffmpeg/programs.ts';
import { runProgram } from '../ffmpeg/run-program.ts';
import type { TrackTimes } from '../index/track-times.ts';
import type { RecordingTags } from '../recording-tags.ts';
import type { LentSource } from '../source/with-source.ts';
import type { FrameReader } from '../searching/frame-reader.ts';
import { firstFrameTimes, lastFrameTimes } from '../searching/last-frames.ts';
import { openFrames } from '../searching/open-frames.ts';
import { checkPicture } from './check-picture.ts';
import { chooseStream } from './choose-stream.ts';
import { probeArguments } from './ffprobe-arguments.ts';
import { readPackets } from './packets.ts';
import { probeError } from './probe-error.ts';
import { type ProbedFormat, type ProbedStream, ProbeOutput } from './probe-output.ts';
import { probedAppearance } from './probed-appearance.ts';
import { readRawTiming } from './raw-timing.ts';
import { HEAD_PACKETS } from './time-after-jump.ts';
import { readTiming } from './timing.ts';

/** What a render needs to know about a video beside its facts; all times are in seconds. */
export type ProbedVideo = {
  facts: SourceFacts;
  appearance: Appearance;
  tags: RecordingTags;
  /** Which of the file's tracks is displayed. */
  stream: number;
  /** The file's own time at display time 0, and of its first packet. */
  startSeconds: number;
  fileStartSeconds: number;
  /** The display time at which its last frame ends; missing if the container does not know. */
  endSeconds?: number;
  /** Its frames are stored in another order than they are shown in, and many lack a display time. */
  untimed: boolean;
  /** Its frames have no times at all, and are shown at this many per second. */
  frameRate?: number;
  /** Some of its frames exist only because others need them (index/hidden-frames.ts). */
  hidesFrames?: boolean;
  /** Finds its frames anywhere in the file. */
  frames?: FrameReader;
};

/** What an index says: which track is displayed, and when tracks are shown. */
export type Known = { stream?: number | undefined; times: ReadonlyMap<number, TrackTimes> };

/** Probes the source; throws InvalidInput of stage `probe` if it is not a video. */
export const probeVideo = async (
  lent: LentSource,
  deadline: number,
  known?: Known,
): Promise<ProbedVideo> => {
  try {
    return await probe(lent, deadline, known);
  } catch (error) {
    throw await probeError(error, lent.source);
  }
};

const probe = async (lent: LentSource, deadline: number, known?: Known): Promise<ProbedVideo> => {
  const { url } = lent;
  const program = { file: ffprobeFile(), args: probeArguments(url) };
  const output = await runProgram(program, { deadline });
  const { streams, format } = v.parse(ProbeOutput, JSON.parse(output.toString()));
  const stream =
    streams.find(({ index }) => index === known?.stream) ??
    chooseStream(streams, await packetCounts(url, streams, deadline));
  const described = describe(stream);
  const times = known?.times.get(stream.index);
  const { durationSeconds, ...timing } = isRaw(format)
    ? await rawVideo(lent, stream, deadline)
    : await timedVideo({ lent, stream, format, deadline, times });
  const duration = durationSeconds === undefined ? {} : { durationSeconds };
  return {
    ...described,
    ...timing,
    tags: tagsOf(format),
    ...(times?.hidesFrames === true && { hidesFrames: true }),
    facts: { ...duration, ...described.facts },
  };
};

const tagsOf = ({ tags }: ProbedFormat): RecordingTags => {
  const { creation_time: creationTime, 'com.apple.quicktime.creationdate': creationDate } = tags;
  return {
    ...(creationDate !== undefined && { creationDate }),
    ...(creationTime !== undefined && { creationTime }),
  };
};

const FIRST_SECONDS = '%+10';

// Only if there is a choice, and no header that decides it.
const packetCounts = async (url: string, streams: ProbedStream[], deadline: number) => {
  if (streams.length < 2 || streams.every(({ nb_frames }) => nb_frames !== undefined))
    return () => undefined;
  const packets = await readPackets(url, { intervals: FIRST_SECONDS, deadline });
  return (index: number) => packets.filter(({ stream }) => stream === index).length;
};

type Described = Pick<ProbedVideo, 'facts' | 'appearance' | 'stream'>;

// The marks of encryption in MP4, Matroska and WebM.
const ENCRYPTED = new Set(['encv', 'drmi']);

const describe = (stream: ProbedStream): Described => {
  const { codec_name: codec, width, height } = stream;
  if (ENCRYPTED.has(stream.codec_tag_string ?? '') || stream.tags?.enc_key_id !== undefined)
    throw invalid('probe', 'COPY_PROTECTED');
  if (codec === undefined) throw invalid('probe', 'UNSUPPORTED_CODEC');
  checkPicture({ width, height });
  const appearance = probedAppearance(stream, codec);
  const facts = { width, height, codec, rotation: appearance.turn.rotation };
  return { facts, appearance, stream: stream.index };
};

const isRaw = ({ format_name }: ProbedFormat) => format_name === 'h264' || format_name === 'hevc';

const rawVideo = async (lent: LentSource, stream: ProbedStream, deadline: number) => {
  const { frameRate, durationSeconds } = await readRawTiming(lent, stream, deadline);
  return {
    durationSeconds,
    startSeconds: 0,
    fileStartSeconds: 0,
    endSeconds: durationSeconds,
    untimed: true,
    frameRate,
  };
};

type Timed = {
  lent: LentSource;
  stream: ProbedStream;
  format: ProbedFormat;
  deadline: number;
  times: TrackTimes | undefined;
};

const timedVideo = async ({ lent, stream, format, deadline, times }: Timed) => {
  const { url, planned } = lent;
  const place = { format: format.format_name, stream: stream.index, id: stream.id };
  const isReordered = stream.has_b_frames > 0;
  // AVI numbers its frames in the order in which they are stored.
  const isNumbered = isReordered && format.format_name === 'avi';
  const frames = isNumbered ? undefined : await openFrames(planned, place);
  const lastTimes = frames && (() => lastFrameTimes(frames, planned.size));
  // Blocks have display times, except where they have those of AVI instead.
  const isTimed = frames && !isReordered && place.format.startsWith('matroska');
  const firstTimes = isTimed ? () => firstFrameTimes(frames, HEAD_PACKETS) : undefined;
  const { startSeconds, untimed, ...timing } = await readTiming({
    url,
    stream,
    format,
    deadline,
    times,
    lastTimes,
    firstTimes,
  });
  return {
    ...timing,
    startSeconds: startSeconds + (isNumbered ? decoderDelay(stream) : 0),
    fileStartSeconds: format.start_time,
    untimed: isNumbered || (isReordered && (times?.decodingOnly ?? untimed)),
    ...(frames && { frames }),
  };
};

// The decoder gives each frame the time of the packet that it came out with.
const decoderDelay = ({ has_b_frames, avg_frame_rate }: ProbedStream) =>
  avg_frame_rate > 0 ? has_b_frames / avg_frame_rate : 0;
