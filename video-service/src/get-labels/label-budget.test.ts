import { expect, test } from '@jest/globals';
import { UNLIMITED_USD } from '@video-service/shared/settings';
import { fakeLimits } from '@video-service/shared/testing/fake-limits';
import { label } from '@video-service/shared/testing/example-metadata';
import type { Labelling } from '@video-service/shared/label-row';
import { LABEL_BUDGET_REACHED, withinBudget } from './label-budget.ts';

const labelling: Labelling = { labels: [label('Clock', 90)], model: '3.0' };
const NOON = Date.parse('2026-11-29T12:00:00Z');
const MIDNIGHT = Date.parse('2026-11-30T00:00:00Z');

const start = ({ usdPerDay = 0.01, usdPerImage = 0.001 } = {}) => {
  const state = { now: NOON, paid: 0, counted: { paid: 0, saved: 0 }, warnings: [] as string[] };
  const ports = {
    detectLabels: async (): Promise<Labelling> => {
      state.paid += 1;
      return labelling;
    },
    limits: fakeLimits(),
    warnOwner: async (day: string) => void state.warnings.push(day),
    count: (picture: 'paid' | 'saved') => void (state.counted[picture] += 1),
    now: () => state.now,
    usdPerDay,
    usdPerImage,
  };
  return { state, ports, detect: withinBudget(ports) };
};

const all = (count: number, detect: (key: string) => Promise<Labelling>) =>
  Promise.all(Array.from({ length: count }, (_, picture) => detect(`${picture}.png`)));

test('of 10,000 concurrent pictures, as many are paid for as the budget allows', async () => {
  const { state, detect } = start({ usdPerDay: 1 });

  const results = await all(10_000, detect);

  expect(state.paid).toBe(1000);
  expect(results.filter((result) => 'labels' in result)).toHaveLength(1000);
  expect(
    results.filter((result) => 'error' in result && result.error === LABEL_BUDGET_REACHED),
  ).toHaveLength(9000);
  expect(state.counted).toEqual({ paid: 1000, saved: 9000 });
});

test('the owner is notified once a day', async () => {
  const { state, detect } = start();
  await all(50, detect);
  state.now = MIDNIGHT;
  await all(50, detect);

  expect(state.warnings).toEqual(['2026-11-29', '2026-11-30']);
});

test('a warning that could not be sent is sent with the next picture', async () => {
  const { state, ports } = start({ usdPerDay: 0 });
  const failing = withinBudget({
    ...ports,
    warnOwner: () => Promise.reject(new Error('SNS is down')),
  });

  await expect(failing('1.png')).rejects.toThrow('SNS is down');
  await withinBudget(ports)('1.png');

  expect(state.warnings).toEqual(['2026-11-29']);
});

test('labelling resumes at midnight UTC', async () => {
  const { state, detect } = start();
  await all(20, detect);
  state.now = MIDNIGHT - 1;
  expect(await detect('late.png')).toEqual({ error: LABEL_BUDGET_REACHED });
  state.now = MIDNIGHT;

  expect(await detect('early.png')).toEqual(labelling);
});

test('a budget of zero pays for nothing', async () => {
  const { state, detect } = start({ usdPerDay: 0 });
  await all(3, detect);

  expect(state.paid).toBe(0);
});

test('pictures that cost nothing need no budget', async () => {
  const { state, detect } = start({ usdPerDay: 0, usdPerImage: 0 });
  await all(30, detect);

  expect(state.counted).toEqual({ paid: 30, saved: 0 });
});

test('without a limit, pictures are not counted', async () => {
  const { state, ports } = start({ usdPerDay: UNLIMITED_USD });
  const take = () => Promise.reject(new Error('Counted'));
  await all(30, withinBudget({ ...ports, limits: { ...ports.limits, take } }));

  expect(state.counted).toEqual({ paid: 30, saved: 0 });
});

test('a throttled call costs nothing', async () => {
  const { state, ports, detect } = start();
  const throttled = withinBudget({
    ...ports,
    detectLabels: () => Promise.reject(new Error('Rate exceeded')),
  });
  for (let tries = 0; tries < 30; tries += 1)
    await expect(throttled('1.png')).rejects.toThrow('Rate exceeded');

  await all(10, detect);

  expect(state.counted).toEqual({ paid: 10, saved: 0 });
});
