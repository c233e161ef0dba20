import { Shortage } from '../ffmpeg/shortage.ts';

/**
 * The result, or undefined if the work fails. A full machine is tried again, and so is a source that cannot be read:
 * withVideo remembers it.
 */
export const unlessItFails = <Result>(work: Promise<Result>): Promise<Result | undefined> =>
  work.catch((error: unknown) => {
    if (error instanceof Shortage) throw error;
    return undefined;
  });
