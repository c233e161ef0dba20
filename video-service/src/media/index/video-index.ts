import {
  CustomSource,
  EncodedPacketSink,
  Input,
  type InputVideoTrack,
  Logging,
  LogLevel,
  MP4,
  QTFF,
  type VideoCodec,
} from 'mediabunny';
import * as v from 'valibot';
import { type ColourTags, coloursOf, type Turn } from '../appearance.ts';
import { invalid } from '../faults.ts';
import { checkPicture } from '../probe/check-picture.ts';
import type { ProbedVideo } from '../probe/probe-video.ts';
import { HEAD_PACKETS, timeAfterJump } from '../probe/time-after-jump.ts';
import type { RangeSource } from '../source/range-source.ts';
import type { Coding } from './begin-sequence.ts';
import type { Place } from './boxes.ts';
import { readAvcC } from './h264-parameters.ts';
import { type Movie, readMovie } from './movie.ts';
import type { MovieTrack } from './movie-track.ts';
import type { Box } from './boxes.ts';
import type { WrittenFilm, WrittenTrack } from './written-edits.ts';

// FFmpeg reports what is wrong with an index; we only log it.
Logging.level = LogLevel.Silent;

/** A file's own index of its video: the position of each frame, and which ones are key frames. */
export type VideoIndex = {
  /** What the index says about the video; missing if that is not certain. */
  described: ProbedVideo | undefined;
  /** Which of the file's tracks is displayed. */
  stream: number;
  packets: EncodedPacketSink;
  /** The track's description, and how its frames are coded. */
  box: Box;
  coding: Coding;
  /** The times, in microseconds, of the frames at which decoding jumps (written-edits.ts). */
  splices: ReadonlySet<number>;
  /** Some frames exist only because others need them (hidden-frames.ts). */
  hidesFrames: boolean;
};

// With FFmpeg's names; anything else is left to FFmpeg.
const CODECS: Partial<Record<VideoCodec, string>> = {
  avc: 'h264',
  hevc: 'hevc',
  vp9: 'vp9',
  av1: 'av1',
};

/**
 * The index of a video, read without reading the video itself; undefined if it is not fully understood. `tracks` are
 * those of a movie written here. Throws InvalidInput if the picture is too large or encrypted.
 */
export const readIndex = async (
  source: RangeSource,
  top: Place[],
  tracks?: WrittenFilm['tracks'],
): Promise<VideoIndex | undefined> => {
  const movie = await readMovie(source, top).catch(() => undefined);
  const shown = movie && shownTrack(movie);
  if (shown?.isEncrypted) throw invalid('probe', 'COPY_PROTECTED');
  if (!movie || !shown?.isPlain || movie.isFragmented) return undefined;
  const track = { ...shown, written: tracks?.get(shown.place) };
  const index = await readTrack(source, movie, track).catch(() => undefined);
  if (index?.described) checkPicture(index.described.facts);
  return index;
};

// The first track that moves and is enabled, or else the first that moves. Fragments list their frames elsewhere.
const shownTrack = ({ isFragmented, tracks }: Movie): MovieTrack | undefined => {
  const moving = tracks.filter(
    ({ kind, samples }) => kind === 'video' && (samples > 1 || isFragmented),
  );
  return moving.find(({ isEnabled }) => isEnabled) ?? moving[0];
};

type PlainTrack = MovieTrack & { written: WrittenTrack | undefined };

const readTrack = async (
  source: RangeSource,
  movie: Movie,
  shown: PlainTrack,
): Promise<VideoIndex | undefined> => {
  const tracks = await open(source).getVideoTracks();
  const track = tracks.find(({ id }) => id === shown.id);
  const coded = await track?.getCodec();
  const codec = coded ? CODECS[coded] : undefined;
  if (!track || !codec) return undefined;
  const packets = new EncodedPacketSink(track);
  return {
    described: await describe({ ...shown, track, codec, packets }, movie),
    stream: shown.place,
    packets,
    box: shown.box,
    coding: { codec, lengthBytes: unitLengthBytes(codec, await descriptionOf(track)) },
    splices: shown.written?.splices ?? new Set(),
    hidesFrames: shown.written !== undefined,
  };
};

type OpenTrack = PlainTrack & { track: InputVideoTrack; codec: string; packets: EncodedPacketSink };

const describe = async (
  { track, codec, packets, ...shown }: OpenTrack,
  movie: Movie,
): Promise<ProbedVideo | undefined> => {
  const appearance = shown.turn && (await appearanceOf(track, codec, shown.turn));
  if (!appearance) return undefined;
  const jump = timeAfterJump(await firstTimes(packets));
  const written = jump === undefined ? shown.written : undefined;
  const startSeconds = jump ?? written?.startSeconds ?? 0;
  return {
    facts: {
      durationSeconds: round(written?.durationSeconds ?? movie.durationSeconds - startSeconds),
      width: await track.getCodedWidth(),
      height: await track.getCodedHeight(),
      codec,
      rotation: appearance.turn.rotation,
    },
    appearance,
    tags: movie.tags,
    stream: shown.place,
    startSeconds,
    fileStartSeconds: 0,
    endSeconds: written?.endSeconds ?? shown.endSeconds - startSeconds,
    untimed: false,
    ...(shown.written && { hidesFrames: true }),
  };
};

const round = (seconds: number) => Math.round(seconds * 1000) / 1000;

const firstTimes = async (packets: EncodedPacketSink): Promise<number[]> => {
  const withoutData = { metadataOnly: true };
  const times: number[] = [];
  let packet = await packets.getFirstPacket(withoutData);
  while (packet && times.length < HEAD_PACKETS) {
    times.push(packet.timestamp);
    packet = await packets.getNextPacket(packet, withoutData);
  }
  return times;
};

const appearanceOf = async (track: InputVideoTrack, codec: string, turn: Turn) => {
  const [codedWidth, height] = [await track.getCodedWidth(), await track.getCodedHeight()];
  const pixel = await track.getPixelAspectRatio();
  const colours = await colourTags(track, codec);
  if (!colours) return undefined;
  return {
    width: Math.max(1, Math.round((codedWidth * pixel.num) / pixel.den)),
    height,
    turn,
    ...coloursOf(colours, { width: codedWidth, height, codec }),
  };
};

// Undefined if only the frames tell, or if they are interlaced.
const colourTags = async (
  track: InputVideoTrack,
  codec: string,
): Promise<ColourTags | undefined> => {
  const container = v.parse(ColourSpace, await track.getColorSpace());
  if (codec !== 'h264') return container.matrix === undefined ? undefined : container;
  const parameters = readAvcC(await descriptionOf(track));
  if (!parameters || parameters.isInterlaced) return undefined;
  return { ...container, ...parameters.colours };
};

// The types of a browser's own codecs, which describe these two, are not loaded here.
const known = v.pipe(
  v.nullish(v.string()),
  v.transform((name) => name ?? undefined),
);
const ColourSpace = v.object({ primaries: known, transfer: known, matrix: known });
const Configuration = v.object({ description: v.optional(v.instance(Uint8Array)) });

const descriptionOf = async (track: InputVideoTrack): Promise<Uint8Array> =>
  v.parse(Configuration, await track.getDecoderConfig()).description ?? new Uint8Array();

// https://developer.apple.com/documentation/quicktime-file-format, `avcC` and `hvcC`.
const unitLengthBytes = (codec: string, description: Uint8Array) =>
  ((description[codec === 'hevc' ? 21 : 4] ?? 3) & 3) + 1;

const open = (source: RangeSource) =>
  new Input({
    formats: [MP4, QTFF],
    source: new CustomSource({
      getSize: () => source.size,
      read: (start, end) => source.readRange(start, end - 1),
      // Nobody waits for what was read ahead.
      handleUnhandledError: () => undefined,
    }),
  });
