import { beforeAll, expect, test } from '@jest/globals';
import { type Spent, spendBudget } from './testing/spend-budget.ts';

const TIMEOUT_MS = 600_000;

let first: Spent;
let next: Spent;

beforeAll(async () => {
  // Three cents pay for thirty of sixty pictures.
  ({ first, next } = await spendBudget({ usdPerDay: 0.03, videos: 20, captures: 3, later: 4 }));
}, TIMEOUT_MS);

test('the daily budget is not exceeded, and every video becomes ready with its preview', () => {
  expect(first).toMatchObject({ paidCalls: 30, labelled: 30, overBudget: 30, ready: 20 });
});

test('labelling resumes after midnight UTC', () => {
  expect(next).toMatchObject({ paidCalls: 42, labelled: 42, overBudget: 30, ready: 24 });
});

test('the owner is notified once', () => {
  expect(first.warnings).toHaveLength(1);
  expect(first.warnings[0]).toMatch(
    /^The label budget of \$0\.03 for [\d-]{10} \(UTC\) is used up\./u,
  );
  expect(next.warnings).toEqual([]);
});

test('metrics show what was spent and saved', () => {
  expect(first.metrics.paidUsd).toBeCloseTo(0.03);
  expect(first.metrics.savedUsd).toBeCloseTo(0.03);
  expect(next.metrics.paidUsd).toBeCloseTo(0.042);
});
