import { type Appearance, type ColourTags, coloursOf } from '../appearance.ts';
import { invalid } from '../media-errors.ts';
import { checkPicture } from '../probe/check-picture.ts';
import type { ProbedVideo } from '../probe/probe-video.ts';
import { HEAD_PACKETS, timeAfterJump } from '../probe/time-after-jump.ts';
import type { RangeSource } from '../source/range-source.ts';
import type { Box } from './boxes.ts';
import { readAvcC } from './h264-parameters.ts';
import type { Movie } from './movie.ts';
import type { MovieTrack } from './movie-track.ts';
import { readDescriptions, type SampleDescription } from './sample-description.ts';
import { readSamples, type Samples } from './samples.ts';
import type { TrackTimes } from './track-times.ts';
import type { WrittenFilm, WrittenTrack } from './written-edits.ts';

/** A file's own index of its video: the position of each frame, and which ones are key frames. */
export type VideoIndex = {
  /** What the index says about the video; missing if that is not certain. */
  described: ProbedVideo | undefined;
  /** Which of the file's tracks is displayed, and when. */
  stream: number;
  times: TrackTimes;
  /** Its frames, whose times are in seconds of the file's time, and where they are. */
  samples: Samples;
  source: RangeSource;
  /** The track, and how its frames are coded. */
  box: Box;
  descriptions: SampleDescription[];
  /** The times, in microseconds, of the frames at which decoding jumps (written-edits.ts). */
  splices: ReadonlySet<number>;
};

/**
 * The index of a video, read without reading the video itself; undefined if it is not fully understood. `tracks` are
 * those of a movie written here. Throws InvalidInput if the picture is too large or encrypted.
 */
export const readIndex = (
  source: RangeSource,
  movie: Movie,
  tracks?: WrittenFilm['tracks'],
): VideoIndex | undefined => {
  const shown = shownTrack(movie, tracks);
  if (shown?.isEncrypted) throw invalid('probe', 'COPY_PROTECTED');
  if (!shown?.isPlain || movie.isFragmented) return undefined;
  const stored = readSamples(shown.media.rawTables);
  const descriptions = readDescriptions(tableOf(shown, 'stsd'));
  if (!stored || !descriptions) return undefined;
  const written = tracks?.get(shown.place);
  const samples = inSeconds(stored, shown);
  const [description, ...others] = descriptions;
  // Streams of the codecs known here may announce another order without using it.
  const times = timesOf(samples, { movie, shown, written, codec: description?.codec });
  const described =
    description && others.length === 0 ? describe(description, { movie, shown, times }) : undefined;
  if (described) checkPicture(described.facts);
  return {
    described,
    stream: shown.place,
    times,
    samples,
    source,
    box: shown.box,
    descriptions,
    splices: written?.splices ?? new Set(),
  };
};

// Players show enabled tracks only. Of these, or if there are none of the others, the first one that moves is shown, or
// else the first. Fragments list their frames elsewhere.
const shownTrack = (
  { isFragmented, tracks }: Movie,
  written: WrittenFilm['tracks'] | undefined,
): MovieTrack | undefined => {
  const frames = ({ place, samples }: MovieTrack) =>
    isFragmented ? Infinity : (written?.get(place)?.shownFrames ?? samples);
  const rank = (track: MovieTrack) => (track.isEnabled ? 0 : 2) + (frames(track) > 1 ? 0 : 1);
  return tracks
    .filter((track) => track.kind === 'video' && frames(track) > 0)
    .sort((one, other) => rank(one) - rank(other))[0];
};

const tableOf = ({ media }: MovieTrack, type: string) =>
  media.rawTables.find((box) => box.type === type)?.body;

// In place, because a film of an hour has a hundred thousand.
const inSeconds = (samples: Samples, { media }: MovieTrack): Samples => {
  const { timescale, edits } = media;
  const { start = 0, from = 0 } = edits.parts?.[0] ?? {};
  const shift = from - Math.round(start * timescale);
  const { times } = samples;
  for (let sample = 0; sample < times.length; sample += 1)
    times[sample] = ((times[sample] ?? 0) - shift) / timescale;
  return samples;
};

type Shown = { movie: Movie; shown: MovieTrack };

const timesOf = (
  { times, isKey }: Samples,
  {
    movie,
    shown,
    written,
    codec,
  }: Shown & { written: WrittenTrack | undefined; codec: string | undefined },
): TrackTimes => {
  const jump = timeAfterJump([...times.subarray(0, HEAD_PACKETS)]);
  const known = jump === undefined ? written : undefined;
  const startSeconds = jump ?? known?.startSeconds ?? 0;
  return {
    startSeconds,
    durationSeconds: round(known?.durationSeconds ?? movie.durationSeconds - startSeconds),
    endSeconds: known?.endSeconds ?? shown.endSeconds - startSeconds,
    hidesFrames: written !== undefined,
    decodingOnly: !tableOf(shown, 'ctts') && isKey.includes(0) && codec === undefined,
  };
};

const round = (seconds: number) => Math.round(seconds * 1000) / 1000;

const describe = (
  description: SampleDescription,
  { movie, shown, times }: Shown & { times: TrackTimes },
): ProbedVideo | undefined => {
  const { codec } = description;
  // Only the frames of other codecs tell how they look.
  const appearance = codec && appearanceOf(description, codec, shown.turn);
  if (!codec || !appearance) return undefined;
  const { durationSeconds, startSeconds, endSeconds, hidesFrames } = times;
  const { width, height } = description;
  return {
    facts: { durationSeconds, width, height, codec, rotation: appearance.turn.rotation },
    appearance,
    tags: movie.tags,
    stream: shown.place,
    startSeconds,
    fileStartSeconds: 0,
    endSeconds,
    untimed: false,
    ...(hidesFrames && { hidesFrames }),
  };
};

const appearanceOf = (
  description: SampleDescription,
  codec: string,
  turn: MovieTrack['turn'],
): Appearance | undefined => {
  const { width, height, pixelRatio } = description;
  const colours = coloursIn(description, codec);
  if (!turn || !colours) return undefined;
  return {
    width: Math.max(1, Math.round(width * pixelRatio)),
    height,
    turn,
    ...coloursOf(colours, { width, height, codec }),
  };
};

// Undefined if only the frames tell, or if they are interlaced.
const coloursIn = ({ colours, avcC }: SampleDescription, codec: string): ColourTags | undefined => {
  if (codec !== 'h264') return colours.matrix === undefined ? undefined : colours;
  const parameters = avcC && readAvcC(avcC);
  if (!parameters || parameters.isInterlaced) return undefined;
  return { ...colours, ...parameters.colours };
};
