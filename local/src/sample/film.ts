const FRAMES_PER_SECOND = 25;
const SECONDS = 9;
const BACKGROUND = 'sky';

/** A drawing of `scene/` in the film: its top left position at second t, and its other changes. */
type Layer = {
  drawing: string;
  left: string;
  top: number;
  secondsPerTurn?: number;
  shownFrom?: number;
};

// The camera moves 1,920 pixels along the street, slower at points of interest. Steps are even, because the overlay
// filter rounds to even pixels (half the pixels carry the colour) and layers must not shake.
const walked = (nearness: number) =>
  `2*floor(960*${nearness}*(0.2*t/${SECONDS}+0.4*${eased(1.2)}+0.4*${eased(5.2)}))`;

// From 0 to 1 within 2.4 seconds, smoothly.
const eased = (from: number) => {
  const part = `clip((t-${from})/2.4,0,1)`;
  return `pow(${part},2)*(3-2*${part})`;
};

// Back to front: more distant layers move more slowly.
const LAYERS: Layer[] = [
  { drawing: 'clouds', left: `-4*t-${walked(0.025)}`, top: 0 },
  { drawing: 'town', left: `-${walked(0.2)}`, top: 142 },
  { drawing: 'street', left: `-${walked(1)}`, top: 0 },
  { drawing: 'hour-hand', left: `2416-${walked(1)}`, top: 72, secondsPerTurn: 72 },
  { drawing: 'minute-hand', left: `2416-${walked(1)}`, top: 72, secondsPerTurn: 6 },
  { drawing: 'green-light', left: `1700-${walked(1)}`, top: 136, shownFrom: 3.5 },
  { drawing: 'car', left: '-405+250*t', top: 398 },
];

/** Every drawing that the film needs. */
export const DRAWINGS = [BACKGROUND, ...LAYERS.map(({ drawing }) => drawing)];

/**
 * FFmpeg's arguments for the film, from one picture per drawing, in the order of DRAWINGS. One key frame per second,
 * and the same bytes from the same FFmpeg on any number of processors.
 */
export const filmArguments = (pictures: string[], file: string): string[] => [
  ...['-v', 'error', '-nostdin', '-y'],
  ...pictures.flatMap((picture) => ['-i', picture]),
  ...['-filter_complex', filterGraph(), '-map', '[film]', '-t', String(SECONDS)],
  ...['-c:v', 'libx264', '-preset', 'veryfast', '-crf', '22', '-threads', '2'],
  ...['-g', String(FRAMES_PER_SECOND), '-keyint_min', String(FRAMES_PER_SECOND)],
  ...['-sc_threshold', '0', '-fflags', '+bitexact', '-flags:v', '+bitexact'],
  ...['-movflags', '+faststart', '-f', 'mp4', file],
];

const filterGraph = () => {
  const overlays = LAYERS.map(overlay);
  const background = `[0]${held()}[film0]`;
  return [background, ...overlays, `[film${LAYERS.length}]format=yuv420p[film]`].join(';');
};

const overlay = ({ left, top, secondsPerTurn, shownFrom = 0 }: Layer, index: number) => {
  const picture = index + 1;
  const turning =
    secondsPerTurn && `${held()},rotate=a='2*PI*t/${secondsPerTurn}':c=black@0[turned${picture}]`;
  const input = turning ? `[turned${picture}]` : `[${picture}]`;
  const placing = `overlay=x='${left}':y=${top}:enable='gte(t,${shownFrom})'[film${picture}]`;
  return `${turning ? `[${picture}]${turning};` : ''}[film${index}]${input}${placing}`;
};

// One picture as an endless film.
const held = () => `loop=loop=-1:size=1:start=0,setpts=N/${FRAMES_PER_SECOND}/TB`;
