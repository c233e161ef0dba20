import { expect, test } from '@jest/globals';
import { createOwnerKey } from '../owner/owner-key.ts';
import { COOKIE } from '../owner/owner.ts';
import { fakeLimits } from '@video-service/shared/testing/fake-limits';
import { signIn } from './sign-in.ts';

const PASSPHRASE = 'correct horse battery staple';
const NOW = Date.parse('2026-11-29T12:07:00Z');
const key = createOwnerKey(PASSPHRASE);
const address = '203.0.113.7';

const start = () => {
  const clock = { now: NOW };
  return { clock, ports: { key, limits: fakeLimits(), now: () => clock.now } };
};

test('the passphrase signs in for thirty days', async () => {
  const { ports } = start();
  const result = await signIn({ passphrase: PASSPHRASE, address }, ports);
  const cookie = typeof result === 'object' && 'cookie' in result ? result.cookie : '';

  const day = 86_400_000;
  expect(await key.verify(COOKIE, cookie, NOW + 30 * day - 1000)).toBe(true);
  expect(await key.verify(COOKIE, cookie, NOW + 30 * day)).toBe(false);
});

test('of a thousand concurrent wrong passphrases only ten are checked, and then even the right one is refused', async () => {
  const { clock, ports } = start();
  const results = await Promise.all(
    Array.from({ length: 1000 }, (_, guess) =>
      signIn({ passphrase: `guess ${guess}`, address }, ports),
    ),
  );

  expect(results.filter((result) => result === 'wrong')).toHaveLength(10);
  const againAt = Date.parse('2026-11-29T12:15:00Z');
  expect(await signIn({ passphrase: PASSPHRASE, address }, ports)).toEqual({ againAt });

  clock.now = againAt;
  expect(await signIn({ passphrase: PASSPHRASE, address }, ports)).toHaveProperty('cookie');
});

test('another network can still try', async () => {
  const { ports } = start();
  for (let guess = 0; guess < 12; guess += 1) await signIn({ passphrase: 'no', address }, ports);

  expect(await signIn({ passphrase: 'no', address: '198.51.100.1' }, ports)).toBe('wrong');
});

test('the addresses of one IPv6 network count together', async () => {
  const { ports } = start();
  const results = await Promise.all(
    Array.from({ length: 11 }, (_, host) =>
      signIn({ passphrase: 'no', address: `2001:db8:1:2::${host}` }, ports),
    ),
  );

  expect(results.at(-1)).toEqual({ againAt: Date.parse('2026-11-29T12:15:00Z') });
});
