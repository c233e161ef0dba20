const FIRST_MS = 500;
const MAX_MS = 15_000;

/** How long to wait before try `attempt` (from 0): twice as long each time, spread so that not all come at once. */
export const backoffMs = (attempt: number, random = Math.random()) =>
  Math.min(MAX_MS, FIRST_MS * 2 ** attempt) * (0.5 + random / 2);
