import { MIN_SECONDS_APART } from '../ffmpeg/sampling.ts';
import type { Moment } from './moments/find-moments.ts';

// A picture that shows an object nearly as well as its best one is enough.
const WELL = 0.8;

/** How visible a moment is at a time, from 0 to 1, if it was sampled then. */
const viewAt = ({ best, views }: Moment, time: number): number => {
  const view = views.find((each) => Math.abs(each.time - time) < MIN_SECONDS_APART / 5);
  return view ? view.score / best.score : 0;
};

export const isWellSeen = (moment: Moment, time: number) => viewAt(moment, time) >= WELL;

/**
 * When to take pictures so that each moment is well visible in one of them; `taken` are the times of existing pictures.
 * If there are more than `max`, keeps the strongest of each part of the time.
 */
export const chooseMoments = (moments: Moment[], taken: number[], max: number): number[] => {
  const chosen: Chosen[] = [];
  const unseen = new Set(
    moments.filter((moment) => !taken.some((time) => isWellSeen(moment, time))),
  );
  for (const moment of strongestFirst(moments)) {
    if (!unseen.has(moment)) continue;
    const time = timeFor(moment, unseen);
    for (const other of unseen)
      if (other === moment || isWellSeen(other, time)) unseen.delete(other);
    const isNear = chosen.some((other) => Math.abs(other.time - time) < MIN_SECONDS_APART);
    if (!isNear) chosen.push({ moment, time });
  }
  return spreadOut(chosen, max)
    .map(({ time }) => time)
    .sort((one, other) => one - other);
};

type Chosen = { moment: Moment; time: number };

// One picture that shows two objects well is enough.
const timeFor = (moment: Moment, unseen: Set<Moment>): number => {
  const shownAt = (time: number) => [...unseen].filter((other) => isWellSeen(other, time)).length;
  const [best] = [moment.best, ...moment.views.filter(({ time }) => isWellSeen(moment, time))].sort(
    (one, other) => shownAt(other.time) - shownAt(one.time) || other.score - one.score,
  );
  return best?.time ?? moment.best.time;
};

const strongestFirst = (moments: Moment[]) =>
  moments.toSorted((one, other) => other.best.score - one.best.score || one.start - other.start);

// Strongest first: the strongest of every part of the time, then the others.
const spreadOut = (chosen: Chosen[], max: number): Chosen[] => {
  if (chosen.length <= max) return chosen;
  const times = chosen.map(({ time }) => time);
  const [first, last] = [Math.min(...times), Math.max(...times)];
  const partOf = ({ time }: Chosen) =>
    Math.floor(((time - first) / (last - first)) * (max - 0.001));
  const parts = new Set<number>();
  const firstOfParts = chosen.filter((each) => {
    const isFirst = !parts.has(partOf(each));
    parts.add(partOf(each));
    return isFirst;
  });
  const others = chosen.filter((each) => !firstOfParts.includes(each));
  return [...firstOfParts, ...others].slice(0, Math.max(0, max));
};
