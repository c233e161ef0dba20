import type { Stretch } from '../ffmpeg/sampling.ts';
import { chooseMoments, isWellSeen } from './choose-moments.ts';
import type { Moment } from './moments/find-moments.ts';

const STRETCHES = 8;
const STRETCH_SECONDS = 1;

// So that an object is seen coming and going.
const AROUND_SECONDS = 0.5;

/** From when on a key frame is wanted for each stretch of what is shown. */
export const earliestStarts = ({ start, end }: Stretch): number[] =>
  Array.from({ length: STRETCHES }, (_, stretch) => start + (stretch * (end - start)) / STRETCHES);

/**
 * What a preview video shows of this part of a video: all of a short one, of others eight seconds spread over it. A
 * stretch begins with a key frame if there is one near, since nothing before it is decoded in vain.
 */
export const videoStretches = (keys: number[], shown: Stretch): Stretch[] => {
  const seconds = shown.end - shown.start;
  if (seconds <= STRETCHES * STRETCH_SECONDS) return [shown];
  const every = seconds / STRETCHES;
  return earliestStarts(shown).map((earliest) => {
    const latest = earliest + every - STRETCH_SECONDS;
    const start = keys.find((key) => key >= earliest && key <= latest) ?? earliest;
    return { start, end: start + STRETCH_SECONDS };
  });
};

/** What a preview video of a stationary camera shows: its moments, at most eight seconds of them. */
export const momentStretches = (moments: Moment[], windowSeconds: number): Stretch[] => {
  if (windowSeconds <= STRETCHES * STRETCH_SECONDS) return [{ start: 0, end: windowSeconds }];
  const times = chooseMoments(moments, [], STRETCHES);
  const seconds = (STRETCHES * STRETCH_SECONDS) / times.length;
  return times
    .flatMap((time) => moments.find((moment) => isWellSeen(moment, time)) ?? [])
    .map((moment) => stretchAround(moment, seconds, windowSeconds))
    .reduce<Stretch[]>(joinOverlapping, []);
};

const stretchAround = ({ start, end, best }: Moment, seconds: number, windowSeconds: number) => {
  const from = Math.max(0, start - AROUND_SECONDS);
  const until = Math.min(windowSeconds, end + AROUND_SECONDS);
  const length = Math.min(seconds, until - from);
  const begin = Math.min(until - length, Math.max(from, best.time - length / 2));
  return { start: begin, end: begin + length };
};

const joinOverlapping = (stretches: Stretch[], { start, end }: Stretch): Stretch[] => {
  const last = stretches.at(-1);
  if (!last || last.end < start) return [...stretches, { start, end }];
  return [
    ...stretches.slice(0, -1),
    { start: Math.min(last.start, start), end: Math.max(last.end, end) },
  ];
};
