import { backoffMs } from './backoff.ts';

/** Calls when there is reason to believe that the connection is back, or somebody looks; returns how to stop. */
export const onReturn = (back: () => void): (() => void) => {
  const listening = new AbortController();
  const { signal } = listening;
  addEventListener('online', back, { signal });
  addEventListener('pageshow', back, { signal });
  document.addEventListener('visibilitychange', () => document.hidden || back(), { signal });
  return () => listening.abort();
};

/** Waits before try `attempt` (from 0), ever longer; at once when the connection or the visitor is back. */
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
