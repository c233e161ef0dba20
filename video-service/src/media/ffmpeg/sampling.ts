/** The minimum time between two captures: a file of only key frames would give thirty per second. */
export const MIN_SECONDS_APART = 0.5;

/** Times are rounded: a frame at the very edge belongs to the stretch that begins there. */
export const ROUNDING_SECONDS = 0.001;

// A poster and a storyboard need more candidates than the preview shows: about one every second and a half.
const FEWEST_LOOKS = 2;
const MOST_LOOKS = 4;
const OFTEN_ENOUGH_SECONDS = 1.5;
const MIN_LOOK_SECONDS = 0.25;

/** The time between two examined pictures: a fraction of the time between two pictures of the preview. */
export const lookSeconds = (everySeconds: number): number => {
  if (everySeconds < FEWEST_LOOKS * MIN_LOOK_SECONDS) return everySeconds;
  const looks = Math.round(everySeconds / OFTEN_ENOUGH_SECONDS);
  return everySeconds / Math.min(Math.max(looks, FEWEST_LOOKS), MOST_LOOKS);
};

/** Which frames of the window are taken: at most one every `every` seconds, from `startSeconds` in the file's time. */
export type Sampling = {
  startSeconds: number;
  windowSeconds: number;
  everySeconds: number;
};

/** Where the stretches of the window begin, in the file's time. */
export const stretchStarts = ({ startSeconds, windowSeconds, everySeconds }: Sampling): number[] =>
  Array.from(
    { length: Math.ceil(windowSeconds / everySeconds - ROUNDING_SECONDS) },
    (_, stretch) => startSeconds + stretch * everySeconds,
  );

/**
 * FFmpeg's clock: the file's own time minus that of the start, or a number of frames per second. With `hidesFrames`,
 * frames at odd microseconds are not shown (index/hidden-frames.ts).
 */
export type Clock = { startSeconds: number; frameRate?: number; hidesFrames?: boolean };

/**
 * Gives each frame its display time in whole milliseconds, rounded up: a player that seeks there shows this frame, not
 * the one before.
 */
export const clockFilters = ({ startSeconds, frameRate, hidesFrames }: Clock): string[] => [
  ...(frameRate === undefined ? [] : [`setpts=N/${frameRate}/TB`]),
  'settb=1/1000000',
  ...(hidesFrames === true ? ["select='not(mod(pts,2))'"] : []),
  `setpts='ceil((PTS-(${Math.round(startSeconds * 1_000_000)}))/1000)*1000'`,
  'settb=1/1000',
];

/** At most one frame per stretch of the window, no closer together than captures may be. */
export const selectCaptures = (sampling: Sampling, keysOnly: boolean): string =>
  select(
    inWindow(sampling),
    ...onlyKeys(keysOnly),
    apart(MIN_SECONDS_APART),
    firstInStretch(sampling.everySeconds),
  );

/** The first frame of each part of the window that is examined by one picture. */
export const selectLooks = (sampling: Sampling, keysOnly: boolean): string =>
  select(
    inWindow(sampling),
    ...onlyKeys(keysOnly),
    firstInStretch(lookSeconds(sampling.everySeconds)),
  );

/** Frames within the stretches that are so many seconds apart, in order of time. */
export const selectEvery = (seconds: number, stretches: Stretch[]): string =>
  `select='(${within(stretches)})*${apart(seconds)}'`;

/** The frames of these milliseconds; the first ones, if a clock that went back repeats them. */
export const selectTimes = (milliseconds: number[]): string =>
  select(
    `(${milliseconds.map((time) => `eq(pts,${time})`).join('+')})`,
    '(isnan(prev_selected_pts)+gt(pts,prev_selected_pts))',
  );

/** Only the frame of this millisecond; nothing is decoded after it. */
export const onlyFrame = (millisecond: number): string[] => [
  `trim=end_pts=${millisecond + 1}`,
  selectTimes([millisecond]),
];

/** A time range in seconds of display time. */
export type Stretch = { start: number; end: number };

/** What the stretches show, one after the other without gaps, at a constant rate. */
export const joinStretches = (stretches: Stretch[], rate: number): string[] => {
  const gaps = stretches.map(({ start }, index) => {
    const gap = start - (stretches[index - 1]?.end ?? 0);
    return `gte(T,${start})*${gap}`;
  });
  // The only frame of a very short video is included.
  const steady = `fps=${rate}:eof_action=pass`;
  return [`select='${within(stretches)}'`, `setpts='(T-(${gaps.join('+')}))/TB'`, steady];
};

const within = (stretches: Stretch[]) =>
  stretches.map(({ start, end }) => `gte(t,${start})*lt(t,${end})`).join('+');

// Between two edits a frame may end before its millisecond begins. The next one, which then has the same name, replaces
// it.
const REPLACES_THE_LAST = 'eq(pts,prev_pts)*eq(pts,prev_selected_pts)';

const select = (...conditions: string[]) => `select='${conditions.join('*')}+${REPLACES_THE_LAST}'`;

const inWindow = ({ windowSeconds }: Sampling) => `gte(t,0)*lt(t,${windowSeconds})`;

const onlyKeys = (keysOnly: boolean) => (keysOnly ? ['key'] : []);

const apart = (seconds: number) =>
  `(isnan(prev_selected_t)+gte(t-prev_selected_t,${seconds - ROUNDING_SECONDS}))`;

const firstInStretch = (everySeconds: number) => {
  const stretch = (t: string) => `floor((${t}+${ROUNDING_SECONDS})/${everySeconds})`;
  return `(isnan(prev_selected_t)+gt(${stretch('t')},${stretch('prev_selected_t')}))`;
};
