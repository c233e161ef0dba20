import { overlaidSource } from '../source/overlaid-source.ts';
import type { RangeSource } from '../source/range-source.ts';
import { type Box, flatBoxes, type Place, writeBox } from './boxes.ts';
import { readFragment } from './fragments/read-fragment.ts';
import { type Defaults, NotUnderstood, TrackSamples } from './fragments/track-samples.ts';
import { walkFragments } from './fragments/walk-fragments.ts';
import type { Movie } from './movie.ts';
import { type MovieTrack, readMedia } from './movie-track.ts';
import { countShown, type PlacedFrames, placeFrames } from './place-frames.ts';
import { readSamples, type Samples } from './samples.ts';
import { rewriteTrack, TIMESCALE } from './write-track.ts';
import type { WrittenFilm, WrittenTrack } from './written-edits.ts';

/**
 * The same fragmented MP4 with one index of all fragments behind the end, and with its edits written out, so that only
 * the wanted frames are read. Undefined if it is not in fragments, or not fully understood.
 */
export const writeOutFragments = async (
  source: RangeSource,
  top: Place[],
  movie: Movie,
): Promise<WrittenFilm | undefined> => {
  const first = top.findIndex(({ type }) => type === 'moof');
  if (!movie.isFragmented || !isBefore(top, first)) return undefined;
  try {
    const [before, from] = [top.slice(0, first), top[first]?.start ?? 0];
    return await writeFilm(source, { ...movie, before, from });
  } catch (error) {
    if (error instanceof NotUnderstood) return undefined;
    throw error;
  }
};

const isBefore = (top: Place[], fragment: number) =>
  top.findIndex(({ type }) => type === 'moov') < fragment;

type Film = Movie & { before: Place[]; from: number };

const writeFilm = async (source: RangeSource, film: Film): Promise<WrittenFilm | undefined> => {
  const { tracks } = film;
  const [shown, ...others] = tracks.filter(({ kind, isEnabled }) => kind === 'video' && isEnabled);
  const { tables, rawTables } = shown?.media ?? {};
  if (!shown || tables?.descriptions !== 1 || tables.isEncrypted) return undefined;
  if (others.length > 0) return undefined;
  const samples = collectorsOf(film, shown);
  for await (const { body, position } of walkFragments(source, film.from))
    readFragment(body, position, samples);
  const listed = samples.get(shown.id)?.listWithin(source.size, readSamples(rawTables ?? []));
  const placed = listed && place(shown.box, listed, film.timescale);
  const track =
    placed && rewriteTrack(shown.box, listed, { frames: placed.frames, end: placed.end });
  if (!track) return undefined;
  const beside = film.boxes.filter(({ type }) => type !== 'trak' && type !== 'mvex');
  const index = Buffer.concat([...beside, track].map(writeBox));
  const ends = tracks.map(({ id, box }) => endOf(box, samples.get(id), film.timescale));
  // It is the only track there.
  const written = new Map([[0, timesOf(placed, Math.max(...ends))]]);
  return { ...replaceFragments(source, film, index), tracks: written };
};

const collectorsOf = ({ boxes, tracks }: Film, shown: MovieTrack) => {
  const extension = boxes.find(({ type }) => type === 'mvex');
  const defaults = new Map(
    flatBoxes(extension?.body ?? Buffer.alloc(0)).flatMap(({ type, body }) =>
      type === 'trex' && body.length >= 24
        ? [[body.readUInt32BE(4), defaultsIn(body)] as const]
        : [],
    ),
  );
  return new Map(
    tracks.map(({ id, media }) => {
      // Some recorders list the first frames in the index itself.
      const next = media.tables.length;
      const isListed = id === shown.id;
      return [id, new TrackSamples(defaults.get(id) ?? NONE, { next, isListed })] as const;
    }),
  );
};

const NONE: Defaults = { description: 1, duration: 0, size: 0, flags: 0 };

const defaultsIn = (trex: Buffer): Defaults => ({
  description: trex.readUInt32BE(8),
  duration: trex.readUInt32BE(12),
  size: trex.readUInt32BE(16),
  flags: trex.readUInt32BE(20),
});

// The clock of a live recording may have begun long before; a pause is an edit.
const LIVE_SECONDS = 10;

const place = (trak: Box, samples: Samples, movieTimescale: number): PlacedFrames | undefined => {
  const times = samples.times.toSorted();
  const [first = 0, last = 0] = [times[0], times.at(-1)];
  // Without a rate, or damaged.
  if (times.some((time, at) => time === times[at - 1])) return undefined;
  const length = last - first + (last - (times.at(-2) ?? last));
  const media = readMedia(trak, movieTimescale, { firstTime: first, length });
  if (!media) return undefined;
  const seconds = first / media.timescale;
  const start = seconds > LIVE_SECONDS ? 0 : seconds;
  const all = { start, end: start + length / media.timescale, from: first, rate: 1 };
  const parts = media.hasEdits ? media.edits.parts : [all];
  return parts && placeFrames(samples, parts, media.timescale);
};

const endOf = (trak: Box, samples: TrackSamples | undefined, movieTimescale: number) => {
  const [firstTime, end] = [samples?.first ?? 0, samples?.next ?? 0];
  const media = readMedia(trak, movieTimescale, { firstTime, length: end - firstTime });
  if (!media) return 0;
  const before = firstTime / media.timescale;
  return media.edits.endSeconds - (before > LIVE_SECONDS && !media.hasEdits ? before : 0);
};

const timesOf = (
  { frames, start, end, splices }: PlacedFrames,
  durationSeconds: number,
): WrittenTrack => ({
  startSeconds: start / TIMESCALE,
  durationSeconds,
  endSeconds: (end - start) / TIMESCALE,
  hidesFrames: true,
  decodingOnly: false,
  shownFrames: countShown(frames),
  splices: new Set(splices),
});

// The fragments become one box of frames, and the old index free space.
const replaceFragments = (source: RangeSource, { before, from }: Film, index: Buffer) => {
  const { size } = source;
  const head = Buffer.alloc(16);
  head.writeUInt32BE(1);
  head.write('mdat', 4, 'latin1');
  head.writeBigUInt64BE(BigInt(size - from), 8);
  const old = before.find(({ type }) => type === 'moov')?.start ?? 0;
  const moov = writeBox({ type: 'moov', body: index, boxes: [] });
  const freed = overlaidSource(source, old + 4, Buffer.from('free'));
  return {
    source: overlaidSource(overlaidSource(freed, from, head), size, moov),
    top: [
      ...before.map((place) => (place.start === old ? { ...place, type: 'free' } : place)),
      { type: 'mdat', start: from, bodyStart: from + head.length, end: size },
      { type: 'moov', start: size, bodyStart: size + 8, end: size + moov.length },
    ],
  };
};
