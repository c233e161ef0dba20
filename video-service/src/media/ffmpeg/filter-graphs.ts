/** The least time between two captures: a file of nothing but key frames would give thirty a second. */
export const MIN_SECONDS_APART = 0.5;

/** The most pixels that a capture and a preview are wide. */
export const CAPTURE_WIDTH = 1280;
export const GIF_WIDTH = 320;
const GIF_HEIGHT = 640;

// A poster and a storyboard want more to choose from than the preview shows.
const LOOKS_A_STRETCH = 4;
const MIN_LOOK_SECONDS = 0.25;

/** Times are rounded: a frame at the very edge belongs to the stretch that begins there. */
export const ROUNDING_SECONDS = 0.001;

/** Which frames of the window are taken: `every` seconds at most one, from `startSeconds` in the file's time. */
export type Sampling = {
  startSeconds: number;
  windowSeconds: number;
  everySeconds: number;
};

/** The least time between two pictures that are looked at, when a stretch of the preview is so long. */
export const lookSeconds = (everySeconds: number) =>
  Math.max(everySeconds / LOOKS_A_STRETCH, MIN_LOOK_SECONDS);

/** Files in the working directory that FFmpeg writes the times of the frames it took to. */
export const TIMES_FILE = 'times.txt';

// Also what PRINT_TIMES needs: old versions print, and add to, only frames that have some metadata already.
const MEASURE_BLACK = 'blackframe=amount=0:threshold=48';
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

/** At most one frame in each stretch and some between them, small, as PPM; their times go to TIMES_FILE. */
export const lookFilters = (sampling: Sampling, { keysOnly }: { keysOnly: boolean }) =>
  [
    select(sampling, ...onlyKeys(keysOnly), `(${firstInStretch(sampling)}+${between(sampling)})`),
    fit(GIF_WIDTH, GIF_HEIGHT),
    MEASURE_BLACK,
    PRINT_TIMES,
    'format=rgb24',
  ].join(',');

/** The frame that is shown at `seconds` of the file's time, large. */
export const posterFilters = (seconds: number, width: number) =>
  [
    `select='gte(t,${seconds - ROUNDING_SECONDS / 2})*isnan(prev_selected_t)'`,
    fit(width, width),
    MEASURE_BLACK,
    PRINT_TIMES,
    'format=yuvj420p',
  ].join(',');

/** What is shown in the stretches, one after the other without the time between, at a constant rate. */
export const footageFilters = (stretches: Stretch[], { width, rate }: Footage) => {
  const within = stretches.map(({ start, end }) => `gte(t,${start})*lt(t,${end})`).join('+');
  const gaps = stretches.map(({ start }, index) => {
    const gap = start - (stretches[index - 1]?.end ?? 0);
    return `gte(T,${start})*${gap}`;
  });
  return [
    `select='${within}'`,
    `setpts='(T-(${gaps.join('+')}))/TB'`,
    `fps=${rate}`,
    `scale=w='${even(`min(${width},min(iw*sar,${width}*dar))`)}':h='${even('ow/dar')}':flags=area`,
    'setsar=1',
    'format=yuv420p',
  ].join(',');
};

/** From a time on, and up to another one, in seconds of the file's time. */
export type Stretch = { start: number; end: number };
type Footage = { width: number; rate: number };

const even = (side: string) => `max(2,trunc(${side}/2)*2)`;

const select = ({ startSeconds, windowSeconds }: Sampling, ...conditions: string[]) => {
  const inWindow = `lt(t-(${startSeconds}),${windowSeconds})`;
  return `select='${[inWindow, ...conditions].join('*')}'`;
};

const onlyKeys = (keysOnly: boolean) => (keysOnly ? ['key'] : []);

const apart = (seconds: number) =>
  `(isnan(prev_selected_t)+gte(t-prev_selected_t,${seconds - ROUNDING_SECONDS}))`;

const between = ({ everySeconds }: Sampling) => apart(lookSeconds(everySeconds));

const firstInStretch = ({ startSeconds, everySeconds }: Sampling) => {
  const stretch = (t: string) =>
    `floor((${t}-(${startSeconds - ROUNDING_SECONDS}))/${everySeconds})`;
  return `(isnan(prev_selected_t)+gt(${stretch('t')},${stretch('prev_selected_t')}))`;
};

// Square pixels, and never larger than the video.
const fit = (width: number, height = Infinity) => {
  const widest = height === Infinity ? `${width}` : `min(${width},${height}*dar)`;
  return [
    `scale=w='max(1,round(min(${widest},iw*sar)))':h='max(1,round(ow/dar))':flags=area`,
    'setsar=1',
  ].join(',');
};
