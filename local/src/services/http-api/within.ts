import { setTimeout } from 'node:timers/promises';

/** The result of the work; undefined when it takes longer, in which case it goes on unheard. */
export const within = async <Result>(ms: number, work: () => Promise<Result>) => {
  const timer = new AbortController();
  try {
    // Whoever waits is held by a connection; the timer alone holds nobody.
    const late = setTimeout(ms, undefined, { signal: timer.signal, ref: false });
    return await Promise.race([work(), late]);
  } finally {
    timer.abort();
  }
};
