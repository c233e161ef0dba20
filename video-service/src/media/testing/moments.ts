import type { Moment } from '../choosing/moments/find-moments.ts';

/** An object that is in the picture from a second before its best moment until a second after. */
export const momentAt = (time: number, score = 10): Moment => ({
  start: time - 1,
  end: time + 1,
  best: { time, score },
  views: [
    { time: time - 1, score: score / 3 },
    { time, score },
    { time: time + 1, score: score / 3 },
  ],
});
