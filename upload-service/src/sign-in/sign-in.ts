import { expiryAfter, TOKEN_SECONDS } from '@video-service/shared/lifetimes';
import type { OwnerKey } from '../owner/owner-key.ts';
import { COOKIE } from '../owner/owner.ts';
import type { LimitStore } from '@video-service/shared/limit-store';

const WINDOW_MS = 15 * 60_000;
const MAX_TRIES = 10;

export type SignInPorts = {
  key: Pick<OwnerKey, 'isPassphrase' | 'sign'>;
  limits: Pick<LimitStore, 'take'>;
  now: () => number;
};

/**
 * A cookie's signed value, or the passphrase was wrong, or when trying is allowed again, in milliseconds since 1970.
 */
export type SignedIn = { cookie: string } | 'wrong' | { againAt: number };

/**
 * Signs in with the passphrase. Every attempt counts before it is checked, so that a thousand concurrent ones are no
 * more than ten.
 */
export const signIn = async (
  { passphrase, address }: { passphrase: string; address: string },
  { key, limits, now }: SignInPorts,
): Promise<SignedIn> => {
  const endsAt = (Math.floor(now() / WINDOW_MS) + 1) * WINDOW_MS;
  const id = `sign-in ${networkOf(address)} ${endsAt}`;
  if (!(await limits.take({ id, endsAt }, { most: MAX_TRIES }))) return { againAt: endsAt };
  if (!key.isPassphrase(passphrase)) return 'wrong';
  const expiresAt = expiryAfter(TOKEN_SECONDS.cookie, now());
  return { cookie: await key.sign(COOKIE, expiresAt) };
};

// A household can use any number of IPv6 addresses, all with the same first half.
const networkOf = (address: string) =>
  address.includes(':') && !address.includes('.')
    ? address.split(':').slice(0, 4).join(':')
    : address;
