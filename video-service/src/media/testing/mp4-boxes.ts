import { bodyAt, editMovie, type Parent, putBox, tracksOf } from './movie-tree.ts';

const ONE = 0x10000;
const MATRIX_OFFSET = 40;

/** A display matrix: a and b are the direction of the picture's horizontal axis, c and d that of the vertical one. */
export type Matrix = { a: -1 | 0 | 1; b: -1 | 0 | 1; c: -1 | 0 | 1; d: -1 | 0 | 1 };

/** All rotations that a player supports, and the FFmpeg filters that draw a picture which it then shows upright. */
export const MATRICES: (Matrix & { name: string; undo: string })[] = [
  { name: 'upright', undo: 'null', a: 1, b: 0, c: 0, d: 1 },
  { name: 'a quarter clockwise', undo: 'transpose=cclock', a: 0, b: 1, c: -1, d: 0 },
  { name: 'upside down', undo: 'hflip,vflip', a: -1, b: 0, c: 0, d: -1 },
  { name: 'a quarter back', undo: 'transpose=clock', a: 0, b: -1, c: 1, d: 0 },
  { name: 'left to right', undo: 'hflip', a: -1, b: 0, c: 0, d: 1 },
  { name: 'top to bottom', undo: 'vflip', a: 1, b: 0, c: 0, d: -1 },
  { name: 'transposed', undo: 'transpose=cclock_flip', a: 0, b: 1, c: 1, d: 0 },
  { name: 'transposed the other way', undo: 'transpose=clock_flip', a: 0, b: -1, c: -1, d: 0 },
];

/** The MP4 with its picture rotated a quarter clockwise for display, as a phone held upright writes it. */
export const turnClockwise = (mp4: Buffer): Buffer =>
  editMovie(mp4, (moov) =>
    tracksOf(moov).forEach((track) => setMatrix(track, { a: 0, b: 1, c: -1, d: 0 })),
  );

/**
 * Sets the rotation of a track's picture.
 * https://developer.apple.com/documentation/quicktime-file-format/track_header_atom
 */
export const setMatrix = (track: Parent, { a, b, c, d }: Matrix): void => {
  const header = bodyAt(track, 'tkhd');
  [a, b, 0, c, d].forEach((value, index) =>
    header.writeInt32BE(value * ONE, MATRIX_OFFSET + 4 * index),
  );
};

const ENABLED = 1;

/** Enables or disables a track. */
export const setEnabled = (track: Parent, isEnabled: boolean): void => {
  const header = bodyAt(track, 'tkhd');
  const others = header.readUInt32BE(0) & ~ENABLED;
  header.writeUInt32BE(others | (isEnabled ? ENABLED : 0), 0);
};

/**
 * A part of a track's media to show, in seconds, at this multiple of its own speed (default 1); an empty edit shows
 * nothing for a while, and one with a rate of 0 a single frame.
 */
export type Edit = { duration: number; mediaTime: number | 'empty'; rate?: number };

/** The MP4, whose index is at its end, with these edits instead of those of its tracks. */
export const withEdits = (mp4: Buffer, edits: Edit[]): Buffer =>
  editMovie(mp4, (moov) => tracksOf(moov).forEach((track) => setEdits(moov, track, edits)));

/** Replaces the track's edits; `mediaTime` counts from its first frame. */
export const setEdits = (moov: Parent, track: Parent, edits: Edit[]): void => {
  const movieTimescale = bodyAt(moov, 'mvhd').readUInt32BE(12);
  const timescale = bodyAt(track, 'mdia', 'mdhd').readUInt32BE(12);
  const hasEdits = track.nodes.some(({ type }) => type === 'edts');
  const firstTime = hasEdits ? bodyAt(track, 'edts', 'elst').readInt32BE(12) : 0;
  const body = Buffer.alloc(8 + edits.length * 12);
  body.writeUInt32BE(edits.length, 4);
  for (const [entry, { duration, mediaTime, rate = 1 }] of edits.entries()) {
    const media = mediaTime === 'empty' ? -1 : firstTime + Math.round(mediaTime * timescale);
    body.writeUInt32BE(Math.round(duration * movieTimescale), 8 + entry * 12);
    body.writeInt32BE(media, 12 + entry * 12);
    body.writeUInt32BE(Math.round(rate * ONE), 16 + entry * 12);
  }
  putBox(track, ['edts'], { type: 'elst', body });
};
