/** The time by which work is due, in milliseconds since 1970. */
export type Clock = {
  now: () => number;
  /** What has waited across a restart counts from this run: nothing expires because the machine was off. */
  startedAt: number;
};

/** A clock that starts with the system's and runs steadily, even if that is changed. */
export const startClock = (): Clock => {
  const startedAt = Date.now();
  const origin = performance.now();
  return { startedAt, now: () => Math.floor(startedAt + performance.now() - origin) };
};
