import { constants } from 'node:os';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** By the convention of shells: https://tldp.org/LDP/abs/html/exitcodes.html */
const exitCodeOf = (signal: (typeof SIGNALS)[number]) => 128 + constants.signals[signal];

/** Aborts when the process is asked to stop, with the exit code as its reason; a second request exits at once. */
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
