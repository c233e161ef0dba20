import { overlaidSource } from '../source/overlaid-source.ts';
import type { RangeSource } from '../source/range-source.ts';
import { type Place, writeBox } from './boxes.ts';
import type { Movie } from './movie.ts';
import { type MovieTrack, readTracks } from './movie-track.ts';
import { countShown, placeFrames } from './place-frames.ts';
import { readSamples } from './samples.ts';
import type { TrackTimes } from './track-times.ts';
import { rewriteTrack, TIMESCALE } from './write-track.ts';

/** An MP4 as a source, and its boxes; its written tracks, by their position among all tracks. */
export type WrittenFilm = {
  source: RangeSource;
  top: Place[];
  tracks: Map<number, WrittenTrack>;
};

/** A track, how many of its frames are shown, and the times, in microseconds, of those at which decoding jumps. */
export type WrittenTrack = TrackTimes & { shownFrames: number; splices: ReadonlySet<number> };

/**
 * The same MP4 with the edits of its video tracks written out: each frame is listed as often as it is shown, at its
 * display times, so that no edits remain that programs interpret differently. Undefined if that changes nothing, or is
 * not possible.
 */
export const writeOutEdits = async (
  source: RangeSource,
  top: Place[],
  movie: Movie,
): Promise<WrittenFilm | undefined> => {
  if (movie.isFragmented) return undefined;
  const written = movie.boxes.map((box) => {
    const track = movie.tracks.find((each) => each.box === box);
    return track && writeOutTrack(track);
  });
  const tracks = written.filter((track) => track !== undefined);
  if (tracks.length === 0) return undefined;
  const boxes = movie.boxes.map((box, at) => written[at]?.track ?? box);
  const replaced = await replaceIndex(source, top, Buffer.concat(boxes.map(writeBox)));
  return replaced && { ...replaced, tracks: describe(written, readTracks(boxes, movie.timescale)) };
};

const writeOutTrack = ({ box, media }: MovieTrack) => {
  if (media.kind !== 'video' || media.edits.isPlain || !media.edits.parts) return undefined;
  if (media.tables.isEncrypted) return undefined;
  const samples = readSamples(media.rawTables);
  const placed = samples && placeFrames(samples, media.edits.parts, media.timescale);
  const { frames = [], end = 0 } = placed ?? {};
  const track = samples && placed && rewriteTrack(box, samples, { frames, end });
  return track && { track, placed };
};

type Written = NonNullable<ReturnType<typeof writeOutTrack>>;

const describe = (written: (Written | undefined)[], tracks: MovieTrack[]) => {
  const durationSeconds = Math.max(...tracks.map(({ endSeconds }) => endSeconds));
  return new Map(
    tracks.flatMap(({ box, place }) => {
      const found = written.find((each) => each?.track === box);
      if (!found) return [];
      const { frames, start, end, splices } = found.placed;
      const startSeconds = start / TIMESCALE;
      return [
        [
          place,
          {
            startSeconds,
            durationSeconds: durationSeconds - startSeconds,
            endSeconds: end / TIMESCALE - startSeconds,
            hidesFrames: true,
            decodingOnly: false,
            shownFrames: countShown(frames),
            splices: new Set(splices),
          },
        ] as const,
      ];
    }),
  );
};

// The positions of frames stay the same: the old index becomes free space, and the new one is appended.
const replaceIndex = async (source: RangeSource, top: Place[], index: Buffer) => {
  const [old, last] = [top.find(({ type }) => type === 'moov'), top.at(-1)];
  if (!old || last?.end !== source.size || (await isEndless(source, last))) return undefined;
  const moov = writeBox({ type: 'moov', body: index, boxes: [] });
  const freed = overlaidSource(source, old.start + 4, Buffer.from('free'));
  const { size } = source;
  return {
    source: overlaidSource(freed, size, moov),
    top: [
      ...top.map((place) => (place === old ? { ...place, type: 'free' } : place)),
      { type: 'moov', start: size, bodyStart: size + 8, end: size + moov.length },
    ],
  };
};

// A size of 0 means everything up to the end, wherever that is.
const isEndless = async (source: RangeSource, { start }: Place) =>
  Buffer.from(await source.readRange(start, start + 3)).readUInt32BE(0) === 0;
