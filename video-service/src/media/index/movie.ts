import type { RangeSource } from '../source/range-source.ts';
import { type Box, type Place, readBoxes } from './boxes.ts';
import type { RecordingTags } from '../recording-tags.ts';
import { readMovieTags } from './movie-tags.ts';
import { type MovieTrack, readTracks } from './movie-track.ts';

const MAX_MOOV_BYTES = 32 * 1024 * 1024;

/** What an MP4's index says about the whole movie; its duration is that of its tracks, whatever its header claims. */
export type Movie = {
  durationSeconds: number;
  /** Its frames are listed in fragments of the file, not here. */
  isFragmented: boolean;
  tracks: MovieTrack[];
  tags: RecordingTags;
};

/** The boxes of an MP4's index, and the movie's units per second; undefined if it is not understood. */
export const readMovieBoxes = async (
  source: RangeSource,
  top: Place[],
): Promise<{ boxes: Box[]; timescale: number } | undefined> => {
  const place = top.find(({ type }) => type === 'moov');
  if (!place || place.end > source.size || place.end - place.bodyStart > MAX_MOOV_BYTES)
    return undefined;
  const boxes = readBoxes(Buffer.from(await source.readRange(place.bodyStart, place.end - 1)));
  const header = readHeader(boxes?.find(({ type }) => type === 'mvhd'));
  return boxes && header && { boxes, ...header };
};

/** Reads an MP4's index if it is fully understood; undefined leaves it to FFmpeg. */
export const readMovie = async (source: RangeSource, top: Place[]): Promise<Movie | undefined> => {
  const movie = await readMovieBoxes(source, top);
  if (!movie) return undefined;
  const { boxes, timescale } = movie;
  const tracks = readTracks(boxes, timescale);
  return {
    durationSeconds: Math.max(0, ...tracks.map(({ endSeconds }) => endSeconds)),
    isFragmented: isFragmented(boxes),
    tracks,
    tags: readMovieTags(boxes),
  };
};

/** Whether the frames of a movie are listed in fragments of the file. */
export const isFragmented = (boxes: Box[]): boolean => boxes.some(({ type }) => type === 'mvex');

const IDENTITY = [0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000];

// A matrix for the whole movie, which nobody writes, is left to FFmpeg.
const readHeader = (mvhd?: Box) => {
  if (!mvhd || mvhd.body.length < 100) return undefined;
  const { body } = mvhd;
  const wide = body[0] === 1;
  const timescale = body.readUInt32BE(wide ? 20 : 12);
  const matrixAt = wide ? 48 : 36;
  const isPlain = IDENTITY.every((value, at) => body.readInt32BE(matrixAt + at * 4) === value);
  return timescale > 0 && isPlain ? { timescale } : undefined;
};
