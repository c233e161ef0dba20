import { GIF_RATE } from './ffmpeg-arguments.ts';

/** The least time between two captures: a file of nothing but key frames would give thirty a second. */
export const MIN_SECONDS_APART = 0.5;

/** The most pixels that a capture and a preview are wide. */
export const CAPTURE_WIDTH = 1280;
export const GIF_WIDTH = 320;

/** Times are rounded: a frame at the very edge belongs to the stretch that begins there. */
export const ROUNDING_SECONDS = 0.001;

/** Which frames of the window are taken: `every` seconds at most one, from `startSeconds` in the file's time. */
export type Sampling = {
  startSeconds: number;
  windowSeconds: number;
  everySeconds: number;
};

/** Files in the working directory that FFmpeg writes the times of the frames it took to. */
export const TIMES_FILE = 'times.txt';

// Also what PRINT_TIMES needs: old versions print, and add to, only frames that have some metadata already.
const MEASURE_BLACK = 'blackframe=amount=0:threshold=48';
const DROP_BLACK = 'metadata=mode=select:key=lavfi.blackframe.pblack:value=98:function=less';
const PRINT_TIMES = `settb=1/1000000,metadata=mode=print:file=${TIMES_FILE}`;

/**
 * At most one frame in each stretch of the window, as a picture to show and as 32x18 grays to compare; their
 * times go to TIMES_FILE.
 */
export const captureFilters = (sampling: Sampling, { keysOnly }: { keysOnly: boolean }) => {
  const taken = select(
    sampling,
    ...onlyKeys(keysOnly),
    apart(MIN_SECONDS_APART),
    firstInStretch(sampling),
  );
  return {
    png: [taken, fit(CAPTURE_WIDTH), 'format=rgb24'].join(','),
    gray: [taken, 'scale=32:18:flags=area', 'format=gray', MEASURE_BLACK, PRINT_TIMES].join(','),
  };
};

/** At most one frame in each stretch, small, with one palette for all; no black frames unless `keepBlack`. */
export const gifFilters = (
  sampling: Sampling,
  { keysOnly, keepBlack }: { keysOnly: boolean; keepBlack: boolean },
) =>
  [
    select(sampling, ...onlyKeys(keysOnly), `(${firstInStretch(sampling)}+${standby(sampling)})`),
    fit(GIF_WIDTH),
    MEASURE_BLACK,
    ...(keepBlack ? [] : [DROP_BLACK]),
    `select='${firstInStretch(sampling)}'`,
    PRINT_TIMES,
    `setpts=N/${GIF_RATE}/TB`,
    REDUCE_COLOURS,
  ].join(',');

// One palette for all frames. FFmpeg looks at every colour there is, which would cost more than decoding: a
// sixteenth of the pixels tells it enough, and of 8 bits it gets the upper 6.
const REDUCE_COLOURS = [
  'format=rgb24,split[colours][frames]',
  "[colours]scale=w='max(1,iw/4)':h='max(1,ih/4)':flags=area,palettegen=stats_mode=diff[palette]",
  `[frames]lutrgb=${['r', 'g', 'b'].map((c) => `${c}='bitor(bitand(val,252),2)'`).join(':')}[fewer]`,
  '[fewer][palette]paletteuse=dither=bayer:bayer_scale=4:diff_mode=rectangle',
].join(';');

const select = ({ startSeconds, windowSeconds }: Sampling, ...conditions: string[]) => {
  const inWindow = `lt(t-(${startSeconds}),${windowSeconds})`;
  return `select='${[inWindow, ...conditions].join('*')}'`;
};

const onlyKeys = (keysOnly: boolean) => (keysOnly ? ['key'] : []);

const apart = (seconds: number) =>
  `(isnan(prev_selected_t)+gte(t-prev_selected_t,${seconds - ROUNDING_SECONDS}))`;

// The video may begin in black: others of the first stretch stand by.
const standby = ({ startSeconds, everySeconds }: Sampling) =>
  `lt(t-(${startSeconds}),${everySeconds})*${apart(everySeconds / 4)}`;

const firstInStretch = ({ startSeconds, everySeconds }: Sampling) => {
  const stretch = (t: string) =>
    `floor((${t}-(${startSeconds - ROUNDING_SECONDS}))/${everySeconds})`;
  return `(isnan(prev_selected_t)+gt(${stretch('t')},${stretch('prev_selected_t')}))`;
};

// Square pixels, and never larger than the video.
const fit = (width: number) =>
  [
    `scale=w='max(1,round(min(${width},iw*sar)))':h='max(1,round(ow/dar))':flags=area`,
    'setsar=1',
  ].join(',');
