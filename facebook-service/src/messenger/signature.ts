import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/**
 * Whether Facebook signed exactly these bytes with the app's secret.
 * https://developers.facebook.com/docs/messenger-platform/webhooks#validate-payloads
 */
export const isSigned = (body: Buffer, signature: string, appSecret: string) => {
  const expected = createHmac('sha256', appSecret).update(body).digest('hex');
  return sameText(signature, `sha256=${expected}`);
};

/** Compares in constant time, revealing neither the position of a difference nor the lengths. */
export const sameText = (one: string, other: string) => timingSafeEqual(digest(one), digest(other));

const digest = (text: string) => createHash('sha256').update(text).digest();
