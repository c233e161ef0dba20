import type { CaptureFile } from '../making/extract-captures.ts';
import { placeAt, type Scene, wholeWithin } from './crossings.ts';

/**
 * How well captures show a scene: the number of crossings, how many are shown completely, and how many captures each
 * has.
 */
export type Judgement = { crossings: number; seen: number; captures: number; empty: number };

// Captures have times in milliseconds, rounded up.
const ROUNDING_SECONDS = 0.001;

/** Judges the captures that have a picture by what is visible at their times. */
export const judgeCaptures = (scene: Scene, captures: CaptureFile[]): Judgement => {
  const times = captures.filter(({ file }) => file !== undefined).map(({ time }) => time);
  const seen = scene.crossings.filter((crossing) => {
    const { from, until } = wholeWithin(crossing);
    return times.some((time) => time >= from && time <= until + ROUNDING_SECONDS);
  });
  const isEmpty = (time: number) =>
    scene.crossings.every((crossing) => placeAt(crossing, time) === undefined);
  const empty = times.filter(isEmpty).length;
  return {
    crossings: scene.crossings.length,
    seen: seen.length,
    captures: times.length - empty,
    empty,
  };
};
