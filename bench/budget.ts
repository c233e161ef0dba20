import { type Spent, spendBudget } from '../local/src/testing/spend-budget.ts';

const VIDEOS = 100;
const CAPTURES = 100;
// The next day, as many as its budget allows.
const LATER = 10;
const USD_PER_DAY = 1;
const PICTURES_PER_DAY = 1000;

/** A daily budget for labels with ten times as many captures, through the engine's queue and the real handlers. */
export const benchBudget = async (): Promise<boolean> => {
  const start = performance.now();
  const { first, next } = await spendBudget({
    ...{ usdPerDay: USD_PER_DAY, videos: VIDEOS, captures: CAPTURES, later: LATER },
  });
  const seconds = (performance.now() - start) / 1000;
  console.log(
    `$${USD_PER_DAY} a day, ${VIDEOS * CAPTURES} captures of ${VIDEOS} videos, then ${LATER * CAPTURES} more: ${seconds.toFixed(0)} s`,
  );
  report('first day', first);
  report('after midnight UTC', next);
  return [
    isRight('pictures paid for on the first day', first.paidCalls, PICTURES_PER_DAY),
    isRight('captures over budget', first.overBudget, VIDEOS * CAPTURES - PICTURES_PER_DAY),
    isRight('videos ready with a preview', next.ready, VIDEOS + LATER),
    isRight('pictures paid for by the next day', next.paidCalls, 2 * PICTURES_PER_DAY),
    isRight('warnings to the owner', first.warnings.length + next.warnings.length, 1),
    isRight('cents spent, as metrics have it', Math.round(next.metrics.paidUsd * 100), 200),
    isRight('cents saved, as metrics have it', Math.round(next.metrics.savedUsd * 100), 900),
  ].every(Boolean);
};

const report = (name: string, { ready, labelled, overBudget, metrics }: Spent) => {
  const { paidUsd, savedUsd } = metrics;
  console.log(
    `${name}: ${ready} videos ready, ${labelled} captures labelled, ${overBudget} over budget, $${paidUsd.toFixed(2)} spent, $${savedUsd.toFixed(2)} saved`,
  );
};

const isRight = (what: string, value: number, wanted: number) => {
  if (value !== wanted) console.log(`${what}: ${value}, MISSED ${wanted}`);
  return value === wanted;
};
