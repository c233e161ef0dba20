/** The time by which work is due, in milliseconds since 1970. */
export type Clock = {
  now: () => number;
  /** What has waited over a restart is no older than this run: nothing expires because the machine was off. */
  startedAt: number;
};

/** A clock that starts with the system's and runs on steadily, however that is set meanwhile. */
export const startClock = (): Clock => {
  const startedAt = Date.now();
  const origin = performance.now();
  return { startedAt, now: () => Math.floor(startedAt + performance.now() - origin) };
};
