import type { Clock } from '../clock.ts';

/** A clock that can also be moved forward. */
export const createTestClock = (startedAt = Date.now()) => {
  let ahead = startedAt - Date.now();
  return {
    startedAt,
    now: () => Date.now() + ahead,
    advance: (ms: number) => void (ahead += ms),
  } satisfies Clock & { advance: (ms: number) => void };
};
