import type { Part } from './edits.ts';
import type { Samples } from './samples.ts';

/** The frames of a track in display order: the position of each among the samples, and its time. */
export type ShownOrder = { samples: Uint32Array; times: Float64Array };

/** Frames shown one after the other, starting with number `first` of ShownOrder, and when, in seconds. */
export type Run = { first: number; seconds: number[] };

export const orderOf = ({ times }: Samples): ShownOrder => {
  const samples = Uint32Array.from(times, (_, sample) => sample);
  samples.sort((one, other) => (times[one] ?? 0) - (times[other] ?? 0) || one - other);
  return { samples, times: Float64Array.from(samples, (sample) => times[sample] ?? 0) };
};

/**
 * What the parts show, in order; a part that continues the previous one belongs to the same run. At most `max` frames.
 */
export const runsOf = (
  parts: Part[],
  { times }: ShownOrder,
  { timescale, max }: { timescale: number; max: number },
): Run[] | undefined => {
  const runs: Run[] = [];
  let [frames, end] = [0, NaN];
  for (const part of parts) {
    const run = showPart(part, times, timescale);
    frames += run.seconds.length;
    if (frames > max) return undefined;
    append(runs, run, part.start - end < ROUNDING_SECONDS);
    ({ end } = part);
  }
  return runs;
};

const ROUNDING_SECONDS = 1e-7;

// It begins with the frame visible at that time, which may have begun before.
const showPart = (
  { start, end, from, rate }: Part,
  times: Float64Array,
  timescale: number,
): Run => {
  const first = Math.max(0, firstAfter(times, from) - 1);
  const seconds: number[] = [];
  if (end - start < ROUNDING_SECONDS) return { first, seconds };
  for (let frame = first; frame < times.length; frame += 1) {
    const later = Math.max(0, (times[frame] ?? 0) - from) / timescale;
    const time = start + (rate > 0 ? later / rate : 0);
    if (time > end - ROUNDING_SECONDS || (rate === 0 && frame > first)) break;
    seconds.push(time);
  }
  return { first, seconds };
};

const firstAfter = (times: Float64Array, time: number) => {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if ((times[middle] ?? 0) > time) high = middle;
    else low = middle + 1;
  }
  return low;
};

const append = (runs: Run[], { first, seconds }: Run, isNext: boolean) => {
  const last = runs.at(-1);
  const next = last && last.first + last.seconds.length;
  if (last && next === first) last.seconds.push(...seconds);
  // The last frame continues: it is shown once.
  else if (last && next === first + 1 && isNext) last.seconds.push(...seconds.slice(1));
  else if (seconds.length > 0) runs.push({ first, seconds });
};
