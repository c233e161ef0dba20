import type { Throttling } from './http-api-config.ts';

/** An account's default when an API sets nothing. */
export const ACCOUNT_LIMIT: Throttling = { ratePerSecond: 10_000, burst: 5_000 };

type Bucket = { tokens: number; filledAt: number };

/**
 * API Gateway's throttling, a token bucket per key: false if a request comes too early.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-throttling.html
 */
export const createThrottle = (now: () => number) => {
  const buckets = new WeakMap<object, Bucket>();

  return (key: object, { burst, ratePerSecond } = ACCOUNT_LIMIT): boolean => {
    const at = now();
    const { tokens, filledAt } = buckets.get(key) ?? { tokens: burst, filledAt: at };
    // A clock that is set back neither refills nor drains the bucket.
    const seconds = Math.max(0, at - filledAt) / 1000;
    const filled = Math.min(burst, tokens + seconds * ratePerSecond);
    const isAllowed = filled >= 1;
    buckets.set(key, { tokens: isAllowed ? filled - 1 : filled, filledAt: at });
    return isAllowed;
  };
};
