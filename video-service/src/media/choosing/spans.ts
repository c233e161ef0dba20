import { ENOUGH_FRAMES } from './preview-pictures.ts';
import {
  lookSeconds,
  MIN_SECONDS_APART,
  ROUNDING_SECONDS,
  type Sampling,
  type Stretch,
} from '../ffmpeg/sampling.ts';

/** What is decoded: the key frame at `from`, and the frames after it until one shown at `until` or later. */
export type Span = { from: number; until: number };

/** The key frames among `keys` that become captures. */
export const captureSpans = (keys: number[], sampling: Sampling): Span[] => {
  const stretchOf = (time: number) => Math.floor((time - begin(sampling)) / sampling.everySeconds);
  const taken: number[] = [];
  for (const key of keys) {
    const last = taken.at(-1) ?? -Infinity;
    const apart = key - last >= MIN_SECONDS_APART - ROUNDING_SECONDS;
    if (key >= begin(sampling) && apart && stretchOf(key) > stretchOf(last)) taken.push(key);
  }
  return taken.map((key) => ({ from: key, until: key }));
};

// A frame is stored after others that are shown later; no codec delays it for longer.
const REORDERING_SECONDS = 0.25;

/** The path to the frame at this time, in whole milliseconds rounded up; a key frame needs no other. */
export const frameSpan = (keys: number[], time: number): Span => {
  const from = keys.findLast((key) => key <= time + ROUNDING_SECONDS) ?? time;
  return { from, until: time - from < ROUNDING_SECONDS ? from : time + REORDERING_SECONDS };
};

/** The paths to frames at these times, each from the key frame before it. */
export const momentSpans = (keys: number[], times: number[]): Span[] =>
  stretchSpans(
    keys,
    times.map((time) => ({ start: time, end: time })),
  );

/** The paths through these stretches, each from the key frame before it. */
export const stretchSpans = (keys: number[], stretches: Stretch[]): Span[] =>
  stretches
    .toSorted((one, other) => one.start - other.start)
    .map(({ start, end }) => ({
      from: keys.findLast((key) => key <= start + ROUNDING_SECONDS) ?? keys[0] ?? 0,
      until: end + REORDERING_SECONDS,
    }))
    // No frame is decoded twice: paths that overlap are merged.
    .reduce<Span[]>((spans, { from, until }) => {
      const last = spans.at(-1);
      if (!last || last.until + REORDERING_SECONDS < from) return [...spans, { from, until }];
      return [...spans.slice(0, -1), { from: last.from, until: Math.max(last.until, until) }];
    }, []);

/**
 * The first key frame of each stretch; for a stretch without one, the path to its start from the last key frame before
 * it. The last step of such paths is omitted, longest first, as long as eight frames remain.
 */
export const previewSpans = (keys: number[], sampling: Sampling): Span[] => {
  const ways = waysThrough(keys, sampling);
  const shown = ways.reduce((sum, { own, steps }) => sum + steps.length + (own ? 1 : 0), 0);
  const shortened = ways
    .filter(({ steps }) => steps.length > 0)
    .sort((one, other) => lastStep(other) - lastStep(one))
    .slice(0, Math.max(0, shown - ENOUGH_FRAMES));
  return ways.map((way) => {
    const steps = shortened.includes(way) ? way.steps.slice(0, -1) : way.steps;
    return { from: way.key, until: steps.at(-1) ?? way.key };
  });
};

/** From a key frame to the starts of later stretches; `own` if it is itself a stretch's frame. */
type Way = { key: number; own: boolean; steps: number[] };

const waysThrough = (keys: number[], sampling: Sampling): Way[] => {
  const ways = new Map<number, Way>();
  const wayFrom = (key: number, own: boolean) => {
    const way = ways.get(key) ?? { key, own, steps: [] };
    ways.set(key, way);
    return way;
  };
  for (const start of beginnings(sampling)) {
    const within = keys.filter((key) => key >= start && key < start + sampling.everySeconds);
    const before = keys.findLast((key) => key < start);
    if (within[0] !== undefined) wayFrom(within[0], true);
    else if (before !== undefined) wayFrom(before, false).steps.push(start);
    // The video may begin in black: other frames of the first stretch are candidates.
    if (start === begin(sampling))
      for (const key of thinOut(within, lookSeconds(sampling.everySeconds))) wayFrom(key, false);
  }
  return [...ways.values()].sort((one, other) => one.key - other.key);
};

const beginnings = (sampling: Sampling) =>
  Array.from(
    { length: Math.round(sampling.windowSeconds / sampling.everySeconds) },
    (_, stretch) => begin(sampling) + stretch * sampling.everySeconds,
  );

const thinOut = (keys: number[], secondsApart: number) =>
  keys.reduce<number[]>(
    (kept, key) => (key - (kept.at(-1) ?? -Infinity) < secondsApart ? kept : [...kept, key]),
    [],
  );

const lastStep = ({ key, steps }: Way) => (steps.at(-1) ?? key) - (steps.at(-2) ?? key);

// Times are rounded: a frame at the very edge belongs to what begins there.
const begin = ({ startSeconds }: Sampling) => startSeconds - ROUNDING_SECONDS;
