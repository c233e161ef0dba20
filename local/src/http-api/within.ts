import { setTimeout } from 'node:timers/promises';

/** The result of the work; undefined when it takes longer, in which case it goes on unheard. */
export const within = async <Result>(ms: number, work: () => Promise<Result>) => {
  const timer = new AbortController();
  try {
    return await Promise.race([work(), setTimeout(ms, undefined, { signal: timer.signal })]);
  } finally {
    timer.abort();
  }
};
