import type { OwnerKey } from '../owner/owner-key.ts';
import { OWNER_DAYS } from '../owner/owner-cookie.ts';
import { COOKIE } from '../owner/owner.ts';
import type { LimitStore } from '@video-service/shared/limit-store';

const WINDOW_MS = 15 * 60_000;
const MAX_TRIES = 10;

export type SignInPorts = {
  key: Pick<OwnerKey, 'isPassphrase' | 'sign'>;
  limits: Pick<LimitStore, 'take'>;
  now: () => number;
};

/** The signed value of a cookie; or the wrong passphrase; or when trying goes on, in milliseconds since 1970. */
export type SignedIn = { cookie: string } | 'wrong' | { againAt: number };

/**
 * Signs in whoever knows the passphrase. Every try counts before it is looked at, so that a thousand at the same
 * time are no more than ten.
 */
export const signIn = async (
  { passphrase, address }: { passphrase: string; address: string },
  { key, limits, now }: SignInPorts,
): Promise<SignedIn> => {
  const endsAt = (Math.floor(now() / WINDOW_MS) + 1) * WINDOW_MS;
  const id = `sign-in ${networkOf(address)} ${endsAt}`;
  if (!(await limits.take({ id, endsAt }, { most: MAX_TRIES }))) return { againAt: endsAt };
  if (!key.isPassphrase(passphrase)) return 'wrong';
  const expiresAt = Math.floor(now() / 1000) + OWNER_DAYS * 86_400;
  return { cookie: await key.sign(COOKIE, expiresAt) };
};

// One household has as many IPv6 addresses as it likes, all with the same first half.
const networkOf = (address: string) =>
  address.includes(':') && !address.includes('.')
    ? address.split(':').slice(0, 4).join(':')
    : address;
