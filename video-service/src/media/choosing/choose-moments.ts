import { MIN_SECONDS_APART } from '../ffmpeg/sampling.ts';
import type { Moment } from './moments/find-moments.ts';

// A picture that shows a thing nearly as well as its best one is enough for it.
const WELL = 0.8;

/** How well a moment is to be seen at a time, from 0 to 1, if it was looked at then. */
const viewAt = ({ best, views }: Moment, time: number): number => {
  const view = views.find((each) => Math.abs(each.time - time) < MIN_SECONDS_APART / 5);
  return view ? view.score / best.score : 0;
};

export const isWellSeen = (moment: Moment, time: number) => viewAt(moment, time) >= WELL;

/**
 * When to take pictures so that each moment is well seen in one of them; `taken` are the times of those that are
 * there anyway. When there are more than `max`, the strongest ones of each part of the time.
 */
export const chooseMoments = (moments: Moment[], taken: number[], max: number): number[] => {
  const chosen: Moment[] = [];
  for (const moment of strongestFirst(moments)) {
    const times = [...taken, ...chosen.map(({ best }) => best.time)];
    const isSeen = times.some((time) => isWellSeen(moment, time));
    const isNear = chosen.some(
      ({ best }) => Math.abs(best.time - moment.best.time) < MIN_SECONDS_APART,
    );
    if (!isSeen && !isNear) chosen.push(moment);
  }
  return spreadOut(chosen, max)
    .map(({ best }) => best.time)
    .sort((one, other) => one - other);
};

const strongestFirst = (moments: Moment[]) =>
  moments.toSorted((one, other) => other.best.score - one.best.score || one.start - other.start);

// Strongest first: of every part of the time its strongest one, then the others.
const spreadOut = (moments: Moment[], max: number): Moment[] => {
  if (moments.length <= max) return moments;
  const times = moments.map(({ best }) => best.time);
  const [first, last] = [Math.min(...times), Math.max(...times)];
  const partOf = ({ best }: Moment) =>
    Math.floor(((best.time - first) / (last - first)) * (max - 0.001));
  const parts = new Set<number>();
  const firstOfParts = moments.filter((moment) => {
    const isFirst = !parts.has(partOf(moment));
    parts.add(partOf(moment));
    return isFirst;
  });
  const others = moments.filter((moment) => !firstOfParts.includes(moment));
  return [...firstOfParts, ...others].slice(0, Math.max(0, max));
};
