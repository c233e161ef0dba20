import { backoffMs } from './backoff.ts';

/** Calls back when the connection may have returned or the page becomes visible; returns a function that stops it. */
export const onReturn = (back: () => void): (() => void) => {
  const listening = new AbortController();
  const { signal } = listening;
  addEventListener('online', back, { signal });
  addEventListener('pageshow', back, { signal });
  document.addEventListener('visibilitychange', () => document.hidden || back(), { signal });
  return () => listening.abort();
};

/**
 * Waits before attempt `attempt` (from 0), with growing delays; ends early when the connection or the visitor returns.
 */
export const waitForConnection = (attempt: number, signal?: AbortSignal) =>
  new Promise<void>((resolve) => {
    const done = () => {
      clearTimeout(timer);
      stop();
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, backoffMs(attempt));
    const stop = onReturn(done);
    signal?.addEventListener('abort', done);
  });
