import { createHash, createHmac, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

const KEY_BYTES = 32;
// 16 MiB and about 50 ms: the cost of each guess of the passphrase from a stolen cookie.
const COST = { N: 16_384, r: 8, p: 1 };
const SALT = 'video-service owner 1';

const derive = promisify<string, string, number, object, Buffer>(scrypt);

export type OwnerKey = ReturnType<typeof createOwnerKey>;

/** What the passphrase is used for: it is compared, and it signs. Changing it invalidates everything it has signed. */
export const createOwnerKey = (passphrase: string) => {
  let key: Promise<Buffer> | undefined;
  const mac = async (text: string) => {
    key ??= derive(normal(passphrase), SALT, KEY_BYTES, COST);
    return createHmac('sha256', await key)
      .update(text)
      .digest('base64url');
  };
  return {
    /** Takes the same time for a wrong passphrase as for the right one. */
    isPassphrase: (given: string) => areEqual(normal(given), normal(passphrase)),

    /** The text with its signature and its expiry in seconds. */
    async sign(purpose: string, expiresAt: number): Promise<string> {
      return `${expiresAt}.${await mac(`${purpose} ${expiresAt}`)}`;
    },

    /** Whether this key signed the text for this purpose, and it has not expired. */
    async verify(purpose: string, signed: string, now = Date.now()): Promise<boolean> {
      const [, expiresAt = '', signature = ''] = /^(\d{1,12})\.([\w-]{43})$/u.exec(signed) ?? [];
      if (signature === '' || Number(expiresAt) * 1000 <= now) return false;
      return areEqual(signature, await mac(`${purpose} ${expiresAt}`));
    },
  };
};

// Keyboards encode the same letter in different ways.
const normal = (passphrase: string) => passphrase.normalize('NFC').trim();

const areEqual = (one: string, other: string) => timingSafeEqual(digest(one), digest(other));

const digest = (text: string) => createHash('sha256').update(text).digest();
