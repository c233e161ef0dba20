import type { Part } from './edits.ts';
import { giveTimes, type PlacedFrame } from './hidden-frames.ts';
import type { Samples } from './samples.ts';
import { orderOf, type Run, runsOf, type ShownOrder } from './shown-runs.ts';

// Three hours at thirty frames per second.
const MAX_FRAMES = 300_000;

/**
 * The frames that show a movie, in decoding order; when the movie begins and ends, and the times of the frames at which
 * decoding jumps to another run, in microseconds.
 */
export type PlacedFrames = {
  frames: PlacedFrame[];
  start: number;
  end: number;
  splices: number[];
};

/**
 * Places the frames of a track where its edits show them. Each run begins with the key frame that its first frame
 * needs. Undefined if nothing is shown, there are too many, or there is no room for the hidden ones.
 */
export const placeFrames = (
  samples: Samples,
  parts: Part[],
  timescale: number,
): PlacedFrames | undefined => {
  const order = orderOf(samples);
  const runs = runsOf(parts, order, { timescale, max: MAX_FRAMES });
  if (!runs || runs.length === 0) return undefined;
  const numbers = numbersOf(order);
  const needed: PlacedFrame[][] = [];
  let count = 0;
  for (const run of runs) {
    const frames = neededFor(run, { samples, order, numbers });
    count += frames.length;
    if (count > MAX_FRAMES) return undefined;
    needed.push(frames);
  }
  const start = giveTimes(needed.flat());
  if (start === undefined) return undefined;
  const stored = needed.map((each) => each.toSorted((one, other) => one.sample - other.sample));
  const endSeconds = Math.max(...parts.map(({ end }) => end));
  return {
    frames: stored.flat(),
    start,
    end: start + Math.round(endSeconds * 1_000_000),
    splices: stored.slice(1).flatMap(([first]) => first?.time ?? []),
  };
};

/** How many of the frames are not hidden. */
export const countShown = (frames: PlacedFrame[]): number =>
  frames.filter(({ seconds }) => seconds !== undefined).length;

// The position of each sample among those that are shown.
const numbersOf = ({ samples }: ShownOrder) => {
  const numbers = new Uint32Array(samples.length);
  samples.forEach((sample, number) => {
    numbers[sample] = number;
  });
  return numbers;
};

type Track = { samples: Samples; order: ShownOrder; numbers: Uint32Array };

// In display order.
const neededFor = ({ first, seconds }: Run, { samples, order, numbers }: Track): PlacedFrame[] => {
  const shown = order.samples.subarray(first, first + seconds.length);
  const from = keyBefore(shown[0] ?? 0, samples);
  const last = shown.reduce((latest, sample) => Math.max(latest, sample));
  return Array.from(numbers.subarray(from, last + 1))
    .sort((one, other) => one - other)
    .map((number) => ({
      sample: order.samples[number] ?? 0,
      seconds: seconds[number - first],
      time: 0,
    }));
};

// A frame that is shown before a key frame but stored after it needs the frames before that.
const keyBefore = (sample: number, { isKey, times }: Samples) => {
  for (let key = sample; key > 0; key -= 1)
    if (isKey[key] === 1 && (times[key] ?? 0) <= (times[sample] ?? 0)) return key;
  return 0;
};
