import type { createLog as real } from '@video-service/shared/log';
import { theWorld } from '../world/virtual-globals.ts';

type Extra = Record<string, unknown>;

/** Replaces the log: log lines of handlers go into the trace, and count as reached. */
export const createLog = (step: string): ReturnType<typeof real> => {
  const say = (message: unknown, extra: Extra = {}) => {
    const world = theWorld();
    const { error, ...rest } = extra;
    const why = error instanceof Error ? ` ${String(error)}` : '';
    world.reach(`${step}: ${String(message)}`);
    world.trace.add(`says "${String(message)}" ${JSON.stringify(rest)}${why}`);
  };
  // Handlers call them with a text and an object.
  return { info: say, warn: say, error: say } as ReturnType<typeof real>;
};
