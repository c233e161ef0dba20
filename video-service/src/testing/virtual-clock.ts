import { setImmediate } from 'node:timers/promises';

type Sleeper = { at: number; wake: () => void };

/** Time that passes only when everyone waits; `sleep` and `seconds` count seconds since the start. */
export const createVirtualClock = () => {
  // Sorted by time, the next one last.
  const sleepers: Sleeper[] = [];
  let now = 0;

  const sleep = (seconds: number) =>
    new Promise<void>((wake) => {
      const at = now + seconds;
      const index = sleepers.findLastIndex((each) => each.at > at);
      sleepers.splice(index + 1, 0, { at, wake });
    });

  /** Lets time pass until `isOver`, or until nobody waits any more. */
  const run = async (isOver: () => boolean) => {
    await setImmediate();
    while (!isOver()) {
      const next = sleepers.pop();
      if (!next) return;
      now = next.at;
      next.wake();
      // Everything that this triggers reaches its next sleep.
      await setImmediate();
    }
  };

  return { sleep, run, seconds: () => now };
};
