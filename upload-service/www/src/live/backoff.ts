const FIRST_MS = 500;
const MAX_MS = 15_000;

/**
 * How long to wait before attempt `attempt` (from 0): doubles each time, randomised so that clients do not retry
 * together.
 */
export const backoffMs = (attempt: number, random = Math.random()) =>
  Math.min(MAX_MS, FIRST_MS * 2 ** attempt) * (0.5 + random / 2);
