import { constants } from 'node:os';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** As shells have it: https://tldp.org/LDP/abs/html/exitcodes.html */
const exitCodeOf = (signal: (typeof SIGNALS)[number]) => 128 + constants.signals[signal];

/** Aborts when the process is asked to stop, its reason being the exit code; asked again, it stops at once. */
export const interruption = (): AbortSignal => {
  const controller = new AbortController();
  for (const signal of SIGNALS) {
    process.on(signal, () => {
      if (controller.signal.aborted) process.exit(exitCodeOf(signal));
      controller.abort(exitCodeOf(signal));
    });
  }
  return controller.signal;
};
