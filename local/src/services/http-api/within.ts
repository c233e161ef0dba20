import { setTimeout } from 'node:timers/promises';

/** The result of the work; undefined if it takes longer, in which case it continues in the background. */
export const within = async <Result>(ms: number, work: () => Promise<Result>) => {
  const timer = new AbortController();
  try {
    // A connection keeps the caller alive; the timer alone must not.
    const late = setTimeout(ms, undefined, { signal: timer.signal, ref: false });
    return await Promise.race([work(), late]);
  } finally {
    timer.abort();
  }
};
