const ONE = 0x10000;
const MATRIX_OFFSET = 44;

/** The MP4 with its picture turned a quarter clockwise when shown, as a telephone held upright writes it. */
export const turnClockwise = (mp4: Buffer, height: number): Buffer => {
  const turned = Buffer.from(mp4);
  const header = turned.indexOf('tkhd');
  // Movie boxes: https://developer.apple.com/documentation/quicktime-file-format/track_header_atom
  [0, ONE, 0, -ONE, 0, 0, height * ONE, 0].forEach((value, index) =>
    turned.writeInt32BE(value, header + MATRIX_OFFSET + 4 * index),
  );
  return turned;
};

/** A part of a track's media to show, in seconds; an empty edit shows nothing for a while. */
export type Edit = { duration: number; mediaTime: number | 'empty' };

/**
 * The MP4, whose index is at its end and whose only track is its film, with these edits in place of its own.
 * `mediaTime` counts from the first frame.
 */
export const withEdits = (mp4: Buffer, edits: Edit[]): Buffer => {
  const movieTimescale = mp4.readUInt32BE(mp4.indexOf('mvhd') + 16);
  const timescale = mp4.readUInt32BE(mp4.indexOf('mdhd') + 16);
  const at = mp4.indexOf('elst') - 4;
  const oldBytes = mp4.readUInt32BE(at);
  const firstTime = mp4.readInt32BE(at + 20);
  const elst = Buffer.alloc(16 + edits.length * 12);
  elst.writeUInt32BE(elst.length, 0);
  elst.write('elst', 4, 'latin1');
  elst.writeUInt32BE(edits.length, 12);
  for (const [entry, { duration, mediaTime }] of edits.entries()) {
    const media = mediaTime === 'empty' ? -1 : firstTime + Math.round(mediaTime * timescale);
    elst.writeUInt32BE(Math.round(duration * movieTimescale), 16 + entry * 12);
    elst.writeInt32BE(media, 20 + entry * 12);
    elst.writeUInt32BE(ONE, 24 + entry * 12);
  }
  const edited = Buffer.concat([mp4.subarray(0, at), elst, mp4.subarray(at + oldBytes)]);
  for (const parent of ['moov', 'trak', 'edts']) {
    const size = edited.indexOf(parent) - 4;
    edited.writeUInt32BE(edited.readUInt32BE(size) + elst.length - oldBytes, size);
  }
  return edited;
};
