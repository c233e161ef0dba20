/**
 * Lets at most `burst` calls begin at once and then one in `everyMs`, in the order in which they came, so that
 * a page with a thousand videos asks no more of the server than one with a few.
 */
export const createPace = (burst: number, everyMs: number) => {
  // When the next call may begin, as if none had to wait for the burst.
  let freeAt = -Infinity;
  return async () => {
    const now = performance.now();
    freeAt = Math.max(freeAt, now - burst * everyMs) + everyMs;
    const waitMs = freeAt - now;
    if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
  };
};
