import { InvalidInput } from '@video-service/shared/errors';

type Judging<Result> = {
  isEnough: (result: Result) => boolean;
  score: (result: Result) => number;
};

/**
 * The first result that is good enough, or else the one with the best score; undefined if none has a score. The
 * cheapest attempts come first, and a failed one does not affect those before it.
 */
export const bestOf = async <Result>(
  attempts: (() => Promise<Result>)[],
  { isEnough, score }: Judging<Result>,
): Promise<Result | undefined> => {
  let best: Result | undefined;
  for (const attempt of attempts) {
    try {
      const result = await attempt();
      if (isEnough(result)) return result;
      if (score(result) > (best === undefined ? 0 : score(best))) best = result;
    } catch (error) {
      if (best === undefined || !(error instanceof InvalidInput)) throw error;
      return best;
    }
  }
  return best;
};
