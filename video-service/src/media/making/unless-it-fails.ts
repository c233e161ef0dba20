import { Shortage } from '../ffmpeg/shortage.ts';

/**
 * The result, or undefined if the work fails. A full machine is retried, and so is an unreadable source, which
 * withVideo remembers.
 */
export const unlessItFails = <Result>(work: Promise<Result>): Promise<Result | undefined> =>
  work.catch((error: unknown) => {
    if (error instanceof Shortage) throw error;
    return undefined;
  });
