import { expect, test } from '@jest/globals';
import { fakeLimits } from '@video-service/shared/testing/fake-limits';
import { type DailyLimitPorts, openWithinDay } from './daily-limit.ts';

const EVENING = Date.parse('2026-11-29T23:59:59Z');
const MIDNIGHT = Date.parse('2026-11-30T00:00:00Z');

const portsAt = (clock: { now: number }) => ({
  limits: fakeLimits(),
  now: () => clock.now,
  uploads: 3,
  gigabytes: 0.002,
});

const open = async (bytes: number, ports: DailyLimitPorts) => {
  const outcome = await openWithinDay(bytes, async () => 'opened', ports);
  return 'opened' in outcome ? outcome.opened : outcome.againAt;
};

test('the fourth video of a day waits until midnight UTC', async () => {
  const clock = { now: EVENING };
  const ports = portsAt(clock);
  for (const video of [1, 2, 3]) expect(await open(video, ports)).toBe('opened');

  expect(await open(4, ports)).toBe(MIDNIGHT);
  clock.now = MIDNIGHT;
  expect(await open(4, ports)).toBe('opened');
});

test('bytes are limited separately from the number of videos', async () => {
  const ports = portsAt({ now: EVENING });

  expect(await open(1_500_000, ports)).toBe('opened');
  expect(await open(500_001, ports)).toBe(MIDNIGHT);
  expect(await open(500_000, ports)).toBe('opened');
});

test('uploads that cannot be opened do not count', async () => {
  const ports = portsAt({ now: EVENING });
  const fail = () => Promise.reject(new Error('S3 is down'));
  for (let tries = 0; tries < 10; tries += 1)
    await expect(openWithinDay(2_000_000, fail, ports)).rejects.toThrow('S3 is down');

  expect(await open(2_000_000, ports)).toBe('opened');
});
