import type { ApiRoute } from './routes.ts';

// What an account has when an API sets nothing.
const ACCOUNT_LIMIT = { ratePerSecond: 10_000, burst: 5_000 };

type Bucket = { tokens: number; filledAt: number };

/**
 * API Gateway's throttling, a token bucket a route: false when a request comes too early.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-throttling.html
 */
export const createThrottle = (now: () => number) => {
  const buckets = new WeakMap<ApiRoute, Bucket>();

  return (route: ApiRoute): boolean => {
    const { burst, ratePerSecond } = route.throttling ?? route.api.throttling ?? ACCOUNT_LIMIT;
    const at = now();
    const { tokens, filledAt } = buckets.get(route) ?? { tokens: burst, filledAt: at };
    const filled = Math.min(burst, tokens + ((at - filledAt) / 1000) * ratePerSecond);
    const isAllowed = filled >= 1;
    buckets.set(route, { tokens: isAllowed ? filled - 1 : filled, filledAt: at });
    return isAllowed;
  };
};
