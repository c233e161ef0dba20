import type { Appearance, Turn } from '../appearance.ts';
import { TONE_FILE } from './tone-curve.ts';

/** The maximum width of a capture, in pixels. */
export const CAPTURE_WIDTH = 1280;
/**
 * The maximum size of a GIF. All small pictures are sampled at it, so the storyboard and the choice of the poster depend
 * on it too.
 */
export const GIF_WIDTH = 320;
export const GIF_HEIGHT = 640;

export type Size = { width: number; height: number };

/** The size of a picture within these bounds when displayed; it keeps its aspect ratio and is never enlarged. */
export const fitted = (
  { width, height }: Size,
  turn: Turn,
  [maxWidth, maxHeight]: [width: number, height?: number],
): Size => {
  const shown = turnedSize({ width, height }, turn);
  const scale = Math.min(1, maxWidth / shown.width, (maxHeight ?? Infinity) / shown.height);
  return { width: atLeastOne(width * scale), height: atLeastOne(height * scale) };
};

const turnedSize = ({ width, height }: Size, { rotation }: Turn): Size =>
  rotation % 180 === 0 ? { width, height } : { width: height, height: width };

const atLeastOne = (length: number) => Math.max(1, Math.round(length));

/** The frame as a viewer sees it, in RGB. Each frame, whatever its size, keeps its aspect ratio within the canvas. */
export const showIn = (canvas: Size, appearance: Appearance): string[] => [
  fitInto(canvas, appearance),
  ...(appearance.light === 'sdr' ? ['format=rgb24'] : MAP_TONES),
  // In RGB, because the canvas may have odd sides, which formats with subsampled chroma do not allow.
  ...placeOn(canvas, appearance),
  ...turnFilters(appearance.turn),
];

/** The same in video colours, with the matrix of `videoMatrix`; the canvas has even sides. */
export const showAsVideo = (canvas: Size, appearance: Appearance): string[] => [
  fitInto(canvas, appearance),
  ...(appearance.light === 'sdr' ? [] : MAP_TONES),
  ...placeOn(canvas, appearance),
  ...(isVideo(appearance) ? [] : ['scale=out_color_matrix=bt709:out_range=tv']),
  'format=yuv420p',
  ...turnFilters(appearance.turn),
];

/** The matrix of showAsVideo's colours: the original one, unless the colours were converted. */
export const videoMatrix = ({ light, matrix = 'bt709' }: Appearance): string =>
  light === 'sdr' ? matrix : 'bt709';

const isVideo = ({ light, matrix }: Appearance) => light === 'sdr' && matrix !== undefined;

// Both fields of an interlaced picture are scaled separately, to twice the height, and one of them is shown.
const heightOf = ({ height }: Size, { field }: Appearance) =>
  field === undefined ? height : height * 2;

const fitInto = (canvas: Size, appearance: Appearance) => {
  const { matrix, field } = appearance;
  const height = heightOf(canvas, appearance);
  const shape = field === undefined ? 'dar' : 'dar/2';
  const size = [
    `w='max(1,round(min(${canvas.width},${height}*${shape})))'`,
    `h='max(1,round(min(${height},${canvas.width}/(${shape}))))'`,
  ];
  const colours = matrix === undefined ? [] : [`in_color_matrix=${matrix}`];
  const interlaced = field === undefined ? [] : ['interl=-1'];
  return `scale=${[...size, 'eval=frame', 'flags=area', ...colours, ...interlaced].join(':')}`;
};

const placeOn = (canvas: Size, appearance: Appearance) => {
  const { field } = appearance;
  return [
    'setsar=1',
    // An even number of lines above keeps the fields in place.
    `pad=w=${canvas.width}:h=${heightOf(canvas, appearance)}:x='floor((ow-iw)/2)':y='floor((oh-ih)/4)*2':eval=frame`,
    ...(field === undefined ? [] : [`field=type=${field}`]),
  ];
};

const MAP_TONES = ['format=rgb48le', `lut3d=file=${TONE_FILE}:interp=tetrahedral`, 'format=rgb24'];

const turnFilters = ({ rotation, mirrored }: Turn): string[] => [
  ...(mirrored ? ['hflip'] : []),
  ...TURNS[rotation],
];

const TURNS: Record<Turn['rotation'], string[]> = {
  0: [],
  90: ['transpose=clock'],
  180: ['hflip', 'vflip'],
  270: ['transpose=cclock'],
};
