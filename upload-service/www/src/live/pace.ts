/**
 * Starts at most `burst` calls at once and then one per `everyMs`, in order, so that a page with a thousand videos
 * sends no more requests than one with a few.
 */
export const createPace = (burst: number, everyMs: number) => {
  // When the next call can start, as if none had to wait for the burst.
  let freeAt = -Infinity;
  return async () => {
    const now = performance.now();
    freeAt = Math.max(freeAt, now - burst * everyMs) + everyMs;
    const waitMs = freeAt - now;
    if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
  };
};
