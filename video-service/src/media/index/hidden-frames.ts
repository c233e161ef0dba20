const MICROSECONDS = 1_000_000;
const MILLISECOND = 1000;

/**
 * A frame of a movie: its sample; when it is shown, in seconds, unless only other frames need it; and its time in the
 * written movie, in microseconds: even if it is shown, odd if it is hidden.
 */
export type PlacedFrame = { sample: number; seconds: number | undefined; time: number };

/** Whether a frame at this second of a written movie exists only because others need it. */
export const isHidden = (seconds: number): boolean => Math.round(seconds * MICROSECONDS) % 2 === 1;

/**
 * Gives the frames, in display order, their times in the movie, and returns when it begins. Hidden frames follow the
 * previous one by a few microseconds. Undefined if there is no room for them.
 */
export const giveTimes = (frames: PlacedFrame[]): number | undefined => {
  hideReplaced(frames);
  const start = 2 * frames.findIndex(({ seconds }) => seconds !== undefined);
  let [next, hidden] = [Infinity, 0];
  for (const frame of frames.toReversed()) {
    if (frame.seconds === undefined) {
      hidden += 1;
      continue;
    }
    // Within its millisecond a frame can begin earlier, so that hidden ones have room.
    const exact = start + even(frame.seconds);
    frame.time = Math.min(exact, next - 2 * hidden - 2);
    const isSame = millisecondOf(frame.time - start) === millisecondOf(exact - start);
    if (frame.time < start || !isSame) return undefined;
    [next, hidden] = [frame.time, 0];
  }
  for (const [at, frame] of frames.entries())
    if (frame.seconds === undefined) frame.time = oddAfter(frames[at - 1]?.time ?? -1);
  return start;
};

// Times are published in whole milliseconds, rounded up: of two frames with the same one, the later is seen.
const hideReplaced = (frames: PlacedFrame[]) => {
  let next = Infinity;
  for (const frame of frames.toReversed()) {
    if (frame.seconds === undefined) continue;
    const millisecond = millisecondOf(even(frame.seconds));
    if (millisecond === next) frame.seconds = undefined;
    next = millisecond;
  }
};

const even = (seconds: number) => Math.round((seconds * MICROSECONDS) / 2) * 2;
const millisecondOf = (microseconds: number) => Math.ceil(microseconds / MILLISECOND);
const oddAfter = (time: number) => (time % 2 === 0 ? time + 1 : time + 2);
