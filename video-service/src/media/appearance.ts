/** How far a picture is turned clockwise for display, after being mirrored left to right if necessary. */
export type Turn = { rotation: 0 | 90 | 180 | 270; mirrored: boolean };

/** How a decoded frame is converted to what a viewer sees. */
export type Appearance = {
  /** The picture's size in square pixels, before it is turned. */
  width: number;
  height: number;
  turn: Turn;
  /** The colour encoding, in the words of FFmpeg's `scale`; missing for RGB. */
  matrix?: ColourMatrix;
  light: Light;
  /** The field of an interlaced picture that is shown first. */
  field?: 'top' | 'bottom';
};

type ColourMatrix = 'bt709' | 'smpte170m' | 'smpte240m' | 'fcc' | 'bt2020';

/** The transfer function: `wide` is the usual one with the wide colours of BT.2020. */
export type Light = 'sdr' | 'wide' | 'pq' | 'hlg';

/**
 * The turn of a display matrix [a, b, c, d], which moves x,y to ax+cy,bx+dy, rounded to the nearest quarter.
 * https://developer.apple.com/documentation/quicktime-file-format/track_header_atom
 */
export const turnOf = (a: number, b: number, c: number, d: number): Turn => {
  const mirrored = a * d - b * c < 0;
  // Mirroring first reverses the horizontal axis of the matrix.
  const [x, y] = mirrored ? [-a, -b] : [a, b];
  const quarters = (Math.round(Math.atan2(y, x) / (Math.PI / 2)) + 4) % 4;
  return { rotation: ROTATIONS[quarters] ?? 0, mirrored };
};

const ROTATIONS = [0, 90, 180, 270] as const;

/** A colour description in the words of FFmpeg's pixel description tables; missing if unknown. */
export type ColourTags = {
  primaries?: string | undefined;
  transfer?: string | undefined;
  matrix?: string | undefined;
};

/** How colours are decoded: as declared, and otherwise as players do it for a picture of this size. */
export const coloursOf = (
  { primaries, transfer, matrix }: ColourTags,
  { width, height, codec }: { width: number; height: number; codec: string },
): Pick<Appearance, 'matrix' | 'light'> => {
  if (matrix === 'gbr') return { light: 'sdr' };
  // JPEG has only one matrix, whatever the size: https://www.w3.org/Graphics/JPEG/jfif3.pdf
  const isHd = (width >= 1280 || height > 576) && codec !== 'mjpeg';
  const untagged = isHd ? 'bt709' : 'smpte170m';
  return { matrix: MATRICES[matrix ?? ''] ?? untagged, light: lightOf(primaries, transfer) };
};

const lightOf = (primaries?: string, transfer?: string): Light => {
  if (transfer === 'smpte2084') return 'pq';
  if (transfer === 'arib-std-b67') return 'hlg';
  return primaries === 'bt2020' ? 'wide' : 'sdr';
};

const MATRICES: Partial<Record<string, ColourMatrix>> = {
  bt709: 'bt709',
  bt470bg: 'smpte170m',
  smpte170m: 'smpte170m',
  smpte240m: 'smpte240m',
  fcc: 'fcc',
  bt2020nc: 'bt2020',
  bt2020c: 'bt2020',
};
