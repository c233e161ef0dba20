import type { RangeSource } from '../source/range-source.ts';
import { type Box, type Place, readBoxes } from './boxes.ts';
import type { RecordingTags } from '../recording-tags.ts';
import { readMovieTags } from './movie-tags.ts';
import { type MovieTrack, readTracks } from './movie-track.ts';

const MAX_MOOV_BYTES = 32 * 1024 * 1024;

/**
 * An MP4's index, in boxes with times in so many units per second, and what it says about the whole movie; its duration
 * is that of its tracks, whatever its header claims.
 */
export type Movie = {
  boxes: Box[];
  timescale: number;
  durationSeconds: number;
  /** Its frames are listed in fragments of the file, not here. */
  isFragmented: boolean;
  tracks: MovieTrack[];
  tags: RecordingTags;
};

/** Reads an MP4's index if it is fully understood; undefined leaves it to FFmpeg. */
export const readMovie = async (source: RangeSource, top: Place[]): Promise<Movie | undefined> => {
  const place = top.find(({ type }) => type === 'moov');
  if (!place || place.end > source.size || place.end - place.bodyStart > MAX_MOOV_BYTES)
    return undefined;
  const { buffer, byteOffset, length } = await source.readRange(place.bodyStart, place.end - 1);
  const boxes = readBoxes(Buffer.from(buffer, byteOffset, length));
  const timescale = readTimescale(boxes?.find(({ type }) => type === 'mvhd'));
  if (!boxes || timescale === undefined) return undefined;
  const tracks = readTracks(boxes, timescale);
  return {
    boxes,
    timescale,
    durationSeconds: Math.max(0, ...tracks.map(({ endSeconds }) => endSeconds)),
    isFragmented: boxes.some(({ type }) => type === 'mvex'),
    tracks,
    tags: readMovieTags(boxes),
  };
};

const IDENTITY = [0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000];

// A matrix for the whole movie, which nobody writes, is left to FFmpeg.
const readTimescale = (mvhd?: Box): number | undefined => {
  if (!mvhd || mvhd.body.length < 100) return undefined;
  const { body } = mvhd;
  const wide = body[0] === 1;
  const timescale = body.readUInt32BE(wide ? 20 : 12);
  const matrixAt = wide ? 48 : 36;
  const isPlain = IDENTITY.every((value, at) => body.readInt32BE(matrixAt + at * 4) === value);
  return timescale > 0 && isPlain ? timescale : undefined;
};
