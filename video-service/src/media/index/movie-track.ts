import { type Turn, turnOf } from '../appearance.ts';
import type { Box } from './boxes.ts';
import { type Edits, readEdits } from './edits.ts';
import { readTables, type SampleTables, type TrackKind } from './sample-tables.ts';

/** A video or audio track. */
export type MovieTrack = {
  id: number;
  /** Its position among all tracks of the movie, of whatever kind. */
  place: number;
  box: Box;
  kind: TrackKind;
  media: TrackMedia;
  isEnabled: boolean;
  samples: number;
  /** When it ends, in display time. */
  endSeconds: number;
  /** The rotation of its picture; missing if it is also scaled or skewed. */
  turn?: Turn;
  isEncrypted: boolean;
  /** All of it is shown, in order and at its own speed. */
  isPlain: boolean;
};

/** What is played of a track: its tables, parsed and raw, and its edits. */
export type TrackMedia = {
  kind: TrackKind;
  timescale: number;
  tables: SampleTables;
  rawTables: Box[];
  edits: Edits;
  hasEdits: boolean;
};

/** The tracks of a movie, except those that are neither video nor audio, or invalid. */
export const readTracks = (boxes: Box[], movieTimescale: number): MovieTrack[] =>
  boxes
    .filter(({ type }) => type === 'trak')
    .flatMap((trak, place) => {
      const track = readTrack(trak, movieTimescale);
      return track ? { ...track, place, box: trak } : [];
    });

const readTrack = (
  trak: Box,
  movieTimescale: number,
): Omit<MovieTrack, 'place' | 'box'> | undefined => {
  const header = readHeader(find(trak, 'tkhd'));
  const media = readMedia(trak, movieTimescale);
  if (!header || !media) return undefined;
  const { kind, tables, edits } = media;
  return {
    ...header,
    kind,
    media,
    samples: tables.samples,
    endSeconds: edits.endSeconds,
    isEncrypted: tables.isEncrypted,
    isPlain: edits.isPlain,
  };
};

/** Undefined for other tracks and for invalid ones; `found` is what fragments add to the tables. */
export const readMedia = (
  trak: Box,
  movieTimescale: number,
  found?: { firstTime: number; length: number },
): TrackMedia | undefined => {
  const mdia = find(trak, 'mdia');
  const timescale = readTimescale(find(mdia, 'mdhd'));
  const kind = KINDS[find(mdia, 'hdlr')?.body.toString('latin1', 8, 12) ?? ''];
  const stbl = find(find(mdia, 'minf'), 'stbl');
  const tables = kind && stbl && readTables(stbl.boxes, kind);
  if (!timescale || !tables) return undefined;
  const { firstTime, length } = found ?? tables;
  const media = { movieTimescale, timescale, firstTime, length };
  const list = find(find(trak, 'edts'), 'elst');
  const edits = readEdits(list, media);
  return { kind, timescale, tables, rawTables: stbl.boxes, edits, hasEdits: list !== undefined };
};

const KINDS: Partial<Record<string, TrackKind>> = { vide: 'video', soun: 'sound' };

const find = (box: Box | undefined, type: string) => box?.boxes.find((each) => each.type === type);

const readTimescale = (mdhd?: Box) => {
  const at = mdhd?.body[0] === 1 ? 20 : 12;
  return mdhd && mdhd.body.length >= at + 4 ? mdhd.body.readUInt32BE(at) : 0;
};

const ENABLED = 1;
const ONE = 0x10000;

const readHeader = (tkhd?: Box) => {
  const wide = tkhd?.body[0] === 1;
  const matrixAt = wide ? 52 : 40;
  if (!tkhd || tkhd.body.length < matrixAt + 36) return undefined;
  const { body } = tkhd;
  const [a = 0, b = 0, , c = 0, d = 0] = [0, 4, 8, 12, 16].map((at) =>
    body.readInt32BE(matrixAt + at),
  );
  const straight = (b === 0 && c === 0) || (a === 0 && d === 0);
  const unscaled = [a, b, c, d].every((value) => value === 0 || Math.abs(value) === ONE);
  const isTurn = straight && unscaled && a * d - b * c !== 0;
  return {
    id: body.readUInt32BE(wide ? 20 : 12),
    isEnabled: (body.readUInt32BE(0) & ENABLED) !== 0,
    ...(isTurn && { turn: turnOf(a, b, c, d) }),
  };
};
