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
