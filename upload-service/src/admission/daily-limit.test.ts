import { expect, test } from '@jest/globals';
import { fakeLimits } from '@video-service/shared/testing/fake-limits';
import { takeFromDay } from './daily-limit.ts';

const EVENING = Date.parse('2026-11-29T23:59:59Z');
const MIDNIGHT = Date.parse('2026-11-30T00:00:00Z');

const portsAt = (clock: { now: number }) => ({
  limits: fakeLimits(),
  now: () => clock.now,
  uploads: 3,
  gigabytes: 0.002,
});

test('the fourth video of a day waits for midnight, UTC', async () => {
  const clock = { now: EVENING };
  const ports = portsAt(clock);
  for (const video of [1, 2, 3]) expect(await takeFromDay(video, ports)).toBeUndefined();

  expect(await takeFromDay(4, ports)).toBe(MIDNIGHT);
  clock.now = MIDNIGHT;
  expect(await takeFromDay(4, ports)).toBeUndefined();
});

test('bytes are limited apart from the number of videos', async () => {
  const ports = portsAt({ now: EVENING });

  expect(await takeFromDay(1_500_000, ports)).toBeUndefined();
  expect(await takeFromDay(500_001, ports)).toBe(MIDNIGHT);
  expect(await takeFromDay(500_000, ports)).toBeUndefined();
});
