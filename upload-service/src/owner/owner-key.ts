import { createHash, createHmac, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

const KEY_BYTES = 32;
// 16 MiB and some 50 ms: what guessing a passphrase from a stolen cookie costs, each time.
const COST = { N: 16_384, r: 8, p: 1 };
const SALT = 'video-service owner 1';

const derive = promisify<string, string, number, object, Buffer>(scrypt);

export type OwnerKey = ReturnType<typeof createOwnerKey>;

/**
 * What the passphrase is good for: it is compared, and it signs. Another passphrase verifies nothing that this one
 * signed.
 */
export const createOwnerKey = (passphrase: string) => {
  let key: Promise<Buffer> | undefined;
  const mac = async (text: string) => {
    key ??= derive(normal(passphrase), SALT, KEY_BYTES, COST);
    return createHmac('sha256', await key)
      .update(text)
      .digest('base64url');
  };
  return {
    /** Takes as long for a wrong passphrase as for the right one. */
    isPassphrase: (given: string) => areEqual(normal(given), normal(passphrase)),

    /** The text with its signature and the second at which it ends. */
    async sign(purpose: string, expiresAt: number): Promise<string> {
      return `${expiresAt}.${await mac(`${purpose} ${expiresAt}`)}`;
    },

    /** Whether this key has signed that for the purpose, and it has not ended. */
    async verify(purpose: string, signed: string, now = Date.now()): Promise<boolean> {
      const [, expiresAt = '', signature = ''] = /^(\d{1,12})\.([\w-]{43})$/u.exec(signed) ?? [];
      if (signature === '' || Number(expiresAt) * 1000 <= now) return false;
      return areEqual(signature, await mac(`${purpose} ${expiresAt}`));
    },
  };
};

// Keyboards differ in how they write the same letter.
const normal = (passphrase: string) => passphrase.normalize('NFC').trim();

const areEqual = (one: string, other: string) => timingSafeEqual(digest(one), digest(other));

const digest = (text: string) => createHash('sha256').update(text).digest();
